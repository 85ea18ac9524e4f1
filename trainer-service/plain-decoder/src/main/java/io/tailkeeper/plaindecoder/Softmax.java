package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The two halves of a softmax over scores, in vectors; its division is left to what uses the weights. */
final class Softmax {

    private static final VectorSpecies<Float> SPECIES = Vectors.SPECIES;
    private static final int LANES = Vectors.LANES;
    private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

    private Softmax() {}

    /** The largest of {@code size} scores; what lies beyond them, up to where they are padded, is made to count for nothing. */
    static float largest(float[] scores, int size) {
        maskBeyond(scores, size);
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < size; i += LANES) {
            FloatVector score = FloatVector.fromArray(SPECIES, scores, i);
            largest = largest.blend(score, largest.lt(score));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /**
     * Replaces scores whose {@link #largest} was looked for by e^(score - largest), but by e^-40 what would be less: as a
     * part of their sum it is nothing, and with the denormal numbers that come of it a core calculates slowly.
     *
     * @return their sum
     */
    static float exponentials(float[] scores, float largest, int size) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < size; i += LANES) {
            FloatVector e =
                    VectorExp.of(FloatVector.fromArray(SPECIES, scores, i).sub(largest));
            e.intoArray(scores, i);
            sum = sum.add(e);
        }
        return VectorSums.of(sum);
    }

    /** Makes of what lies beyond the scores what is never the largest. */
    private static void maskBeyond(float[] scores, int size) {
        int last = (size - 1) / LANES * LANES;
        FloatVector.fromArray(SPECIES, scores, last)
                .blend(Float.NEGATIVE_INFINITY, NUMBERS.compare(VectorOperators.GE, (float) (size - last)))
                .intoArray(scores, last);
    }
}
