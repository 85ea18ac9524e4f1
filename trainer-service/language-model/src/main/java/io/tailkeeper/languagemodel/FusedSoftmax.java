package io.tailkeeper.languagemodel;

import static io.tailkeeper.languagemodel.FusedRows.load;
import static io.tailkeeper.languagemodel.FusedRows.store;

import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** log p of one target a row, from logits, and the gradient of the logits, which takes their place. */
final class FusedSoftmax {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();

    private final Matrix logits;
    private final int vocabulary;
    private final float[] largest;
    private final float[] sums;

    /**
     * Rows of logits.
     *
     * @param logits (N, columns), columns padded
     * @param vocabulary how many of the columns are logits; the others may hold anything, and do afterwards
     */
    FusedSoftmax(Matrix logits, int vocabulary) {
        this.logits = logits;
        this.vocabulary = vocabulary;
        this.largest = new float[logits.rows()];
        this.sums = new float[logits.rows()];
    }

    Matrix logits() {
        return logits;
    }

    /** log p of the targets, rows {@code from} to {@code to - 1}. */
    void forward(long[] targets, float[] logProbabilities, int from, int to) {
        MemorySegment memory = logits.memory();
        for (int row = from; row < to; row++) {
            long at = logits.row(row);
            for (int v = vocabulary; v < logits.columns(); v++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, at + v, Float.NEGATIVE_INFINITY);
            }
            float top = largest(memory, at);
            float sum = sum(memory, at, top);
            largest[row] = top;
            sums[row] = sum;
            float logit = memory.getAtIndex(ValueLayout.JAVA_FLOAT, at + targets[row]);
            logProbabilities[row] = (float) (logit - top - Math.log(sum));
        }
    }

    private float largest(MemorySegment memory, long at) {
        FloatVector most = load(memory, at);
        for (int v = LANES; v < logits.columns(); v += LANES) {
            FloatVector logit = load(memory, at + v);
            most = most.blend(logit, most.lt(logit));
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    private float sum(MemorySegment memory, long at, float top) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int v = 0; v < logits.columns(); v += LANES) {
            sum = sum.add(VectorExp.of(load(memory, at + v).sub(top)));
        }
        return VectorSums.of(sum);
    }

    /**
     * Puts the gradient of the logits into their place.
     *
     * @param gradient of log p of each target; where it is 0 that of the row's logits is exactly 0
     */
    void backward(long[] targets, float[] gradient, int from, int to) {
        MemorySegment memory = logits.memory();
        for (int row = from; row < to; row++) {
            long at = logits.row(row);
            exponentials(memory, at, largest[row], -gradient[row] / sums[row]);
            long target = at + targets[row];
            float others = memory.getAtIndex(ValueLayout.JAVA_FLOAT, target);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, target, others + gradient[row]);
        }
    }

    private void exponentials(MemorySegment memory, long at, float top, float factor) {
        for (int v = 0; v < logits.columns(); v += LANES) {
            store(VectorExp.of(load(memory, at + v).sub(top)).mul(factor), memory, at + v);
        }
    }
}
