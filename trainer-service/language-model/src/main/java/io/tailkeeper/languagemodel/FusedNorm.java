package io.tailkeeper.languagemodel;

import static io.tailkeeper.languagemodel.FusedRows.load;
import static io.tailkeeper.languagemodel.FusedRows.store;

import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** LayerNorm of a residual stream, which what was projected joins on the way, and its gradient. */
final class FusedNorm {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();

    private final Matrix stream;
    private final Matrix normed;
    private final float[] mean;
    private final float[] scale;

    /**
     * A norm.
     *
     * @param stream (N, C) what is looked at
     * @param normed (N, C) what comes of it
     */
    FusedNorm(Matrix stream, Matrix normed) {
        this.stream = stream;
        this.normed = normed;
        this.mean = new float[stream.rows()];
        this.scale = new float[stream.rows()];
    }

    Matrix stream() {
        return stream;
    }

    Matrix normed() {
        return normed;
    }

    /**
     * Rows of a stream that goes on with only the last positions of each document.
     *
     * @param length positions of a document before
     * @param from first position that goes on
     */
    record Window(int length, int from) {

        /** The row before of a row now. */
        int before(int row) {
            int kept = length - from;
            return row / kept * length + from + row % kept;
        }
    }

    /**
     * stream = before + projected + bias, rows {@code from} to {@code to - 1}.
     *
     * @param before the stream, of which the window's rows go on
     */
    void join(Matrix before, Window window, Matrix projected, float[] bias, int from, int to) {
        for (int row = from; row < to; row++) {
            long old = before.row(window.before(row));
            join(before.memory(), old, projected.memory(), bias, stream.memory(), stream.row(row));
        }
    }

    private static void join(
            MemorySegment before, long old, MemorySegment projected, float[] bias, MemorySegment sum, long row) {
        for (int c = 0; c < bias.length; c += LANES) {
            FloatVector change = load(projected, row + c).add(FloatVector.fromArray(SPECIES, bias, c));
            store(load(before, old + c).add(change), sum, row + c);
        }
    }

    /** normed = (stream - mean) / sqrt(variance + epsilon) * gain + bias. */
    void forward(float[] gain, float[] bias, double epsilon, int from, int to) {
        for (int row = from; row < to; row++) {
            long at = stream.row(row);
            float middle = sum(stream.memory(), at, gain.length) / gain.length;
            float variance = squares(stream.memory(), at, gain.length, middle) / gain.length;
            mean[row] = middle;
            scale[row] = (float) (1 / Math.sqrt(variance + epsilon));
            normalise(stream.memory(), at, middle, scale[row], gain, bias, normed.memory());
        }
    }

    private static float sum(MemorySegment x, long row, int columns) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < columns; c += LANES) {
            sum = sum.add(load(x, row + c));
        }
        return VectorSums.of(sum);
    }

    private static float squares(MemorySegment x, long row, int columns, float mean) {
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int c = 0; c < columns; c += LANES) {
            FloatVector away = load(x, row + c).sub(mean);
            squares = away.fma(away, squares);
        }
        return VectorSums.of(squares);
    }

    private static void normalise(
            MemorySegment x, long row, float mean, float scale, float[] gain, float[] bias, MemorySegment normed) {
        for (int c = 0; c < gain.length; c += LANES) {
            FloatVector hat = load(x, row + c).sub(mean).mul(scale);
            FloatVector moved = FloatVector.fromArray(SPECIES, bias, c);
            store(hat.fma(FloatVector.fromArray(SPECIES, gain, c), moved), normed, row + c);
        }
    }

    /** Where sums over rows go: gradients of gain and bias, and of a bias that joined the stream right before. */
    record Sums(ColumnSums gain, ColumnSums bias, ColumnSums joined) {

        Sums(int shares, int columns) {
            this(new ColumnSums(shares, columns), new ColumnSums(shares, columns), new ColumnSums(shares, columns));
        }
    }

    /**
     * From the gradient of what was normed to that of the stream.
     *
     * @param gradient (N, C) of what was normed
     * @param streamGradient (N, C) what comes from beyond; the gradient is added
     */
    void backward(Matrix gradient, float[] gain, Matrix streamGradient, Sums sums, int worker, int from, int to) {
        for (int row = from; row < to; row++) {
            backward(row, gradient.memory(), gain, streamGradient.memory(), sums, worker);
        }
    }

    private void backward(
            int row, MemorySegment gradient, float[] gain, MemorySegment streamGradient, Sums sums, int worker) {
        ColumnSums.Share gains = sums.gain().share(worker);
        ColumnSums.Share biases = sums.bias().share(worker);
        ColumnSums.Share joined = sums.joined().share(worker);
        MemorySegment x = stream.memory();
        long at = stream.row(row);
        float middle = mean[row];
        float factor = scale[row];
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        for (int c = 0; c < gain.length; c += LANES) {
            FloatVector hat = load(x, at + c).sub(middle).mul(factor);
            FloatVector arrived = load(gradient, at + c);
            gains.add(c, arrived.mul(hat));
            biases.add(c, arrived);
            FloatVector weighted = arrived.mul(FloatVector.fromArray(SPECIES, gain, c));
            sum = sum.add(weighted);
            product = weighted.fma(hat, product);
        }
        float common = VectorSums.of(sum) / gain.length;
        float along = VectorSums.of(product) / gain.length;
        for (int c = 0; c < gain.length; c += LANES) {
            FloatVector hat = load(x, at + c).sub(middle).mul(factor);
            FloatVector weighted = load(gradient, at + c).mul(FloatVector.fromArray(SPECIES, gain, c));
            FloatVector change = weighted.sub(common).sub(hat.mul(along)).mul(factor);
            FloatVector changed = load(streamGradient, at + c).add(change);
            store(changed, streamGradient, at + c);
            joined.add(c, changed);
        }
        gains.nextRow();
        biases.nextRow();
        joined.nextRow();
    }
}
