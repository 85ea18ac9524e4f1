package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The keys, or the values, of one head at all positions read so far. A component has a row of its own, so that a query meets
 * all positions in one loop; eight components go together, so that no inner loop is shorter than the text.
 */
final class HeadCache {

    private static final VectorSpecies<Float> SPECIES = Vectors.SPECIES;
    private static final int LANES = Vectors.LANES;

    private final int size;
    private final float[][] components; // (D in eights, capacity padded), 0 where nothing is

    /**
     * An empty cache.
     *
     * @param size D, components of the head
     * @param capacity positions that it can hold
     */
    HeadCache(int size, int capacity) {
        this.size = size;
        components = new float[Buffers.inEights(size)][Buffers.padded(capacity)];
    }

    /** Adds a position: D numbers of {@code projected} from {@code from} on. */
    void append(float[] projected, int from, int position) {
        for (int d = 0; d < size; d++) {
            components[d][position] = projected[from + d];
        }
    }

    /** Takes over the first positions of another cache; both have held equally many. */
    void copy(HeadCache other, int positions) {
        for (int d = 0; d < size; d++) {
            System.arraycopy(other.components[d], 0, components[d], 0, positions);
        }
    }

    /**
     * scores = q K.
     *
     * @param query D numbers from {@code at} on, and finite ones up to a multiple of 8
     * @param scores padded
     */
    void products(float[] query, int at, float[] scores, int positions) {
        for (int d = 0; d < size; d += 8) {
            addEight(query, at + d, d, scores, positions);
        }
    }

    /** What eight components of a query add to its scores; the first eight begin them. */
    private void addEight(float[] query, int at, int d, float[] scores, int positions) {
        float[] k0 = components[d];
        float[] k1 = components[d + 1];
        float[] k2 = components[d + 2];
        float[] k3 = components[d + 3];
        float[] k4 = components[d + 4];
        float[] k5 = components[d + 5];
        float[] k6 = components[d + 6];
        float[] k7 = components[d + 7];
        FloatVector q0 = FloatVector.broadcast(SPECIES, query[at]);
        FloatVector q1 = FloatVector.broadcast(SPECIES, query[at + 1]);
        FloatVector q2 = FloatVector.broadcast(SPECIES, query[at + 2]);
        FloatVector q3 = FloatVector.broadcast(SPECIES, query[at + 3]);
        FloatVector q4 = FloatVector.broadcast(SPECIES, query[at + 4]);
        FloatVector q5 = FloatVector.broadcast(SPECIES, query[at + 5]);
        FloatVector q6 = FloatVector.broadcast(SPECIES, query[at + 6]);
        FloatVector q7 = FloatVector.broadcast(SPECIES, query[at + 7]);
        for (int t = 0; t < positions; t += LANES) {
            FloatVector s = d == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, scores, t);
            s = q0.fma(FloatVector.fromArray(SPECIES, k0, t), s);
            s = q1.fma(FloatVector.fromArray(SPECIES, k1, t), s);
            s = q2.fma(FloatVector.fromArray(SPECIES, k2, t), s);
            s = q3.fma(FloatVector.fromArray(SPECIES, k3, t), s);
            s = q4.fma(FloatVector.fromArray(SPECIES, k4, t), s);
            s = q5.fma(FloatVector.fromArray(SPECIES, k5, t), s);
            s = q6.fma(FloatVector.fromArray(SPECIES, k6, t), s);
            s = q7.fma(FloatVector.fromArray(SPECIES, k7, t), s);
            s.intoArray(scores, t);
        }
    }

    /**
     * Sums over the positions, weighted.
     *
     * @param weights one a position, and finite numbers up to where they are padded
     * @param scale what sums are multiplied by
     * @param sums the result, D numbers from {@code at} on, and something up to a multiple of 8
     */
    void weightedSums(float[] weights, int positions, float scale, float[] sums, int at) {
        for (int d = 0; d < components.length; d += 8) {
            sumEight(weights, positions, d, scale, sums, at + d);
        }
    }

    private void sumEight(float[] weights, int positions, int d, float scale, float[] sums, int at) {
        float[] v0 = components[d];
        float[] v1 = components[d + 1];
        float[] v2 = components[d + 2];
        float[] v3 = components[d + 3];
        float[] v4 = components[d + 4];
        float[] v5 = components[d + 5];
        float[] v6 = components[d + 6];
        float[] v7 = components[d + 7];
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        for (int t = 0; t < positions; t += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, t);
            s0 = weight.fma(FloatVector.fromArray(SPECIES, v0, t), s0);
            s1 = weight.fma(FloatVector.fromArray(SPECIES, v1, t), s1);
            s2 = weight.fma(FloatVector.fromArray(SPECIES, v2, t), s2);
            s3 = weight.fma(FloatVector.fromArray(SPECIES, v3, t), s3);
            s4 = weight.fma(FloatVector.fromArray(SPECIES, v4, t), s4);
            s5 = weight.fma(FloatVector.fromArray(SPECIES, v5, t), s5);
            s6 = weight.fma(FloatVector.fromArray(SPECIES, v6, t), s6);
            s7 = weight.fma(FloatVector.fromArray(SPECIES, v7, t), s7);
        }
        FloatVector first = VectorSums.ofFour(s0, s1, s2, s3);
        FloatVector second = VectorSums.ofFour(s4, s5, s6, s7);
        VectorSums.store(first, second, scale, sums, at);
    }
}
