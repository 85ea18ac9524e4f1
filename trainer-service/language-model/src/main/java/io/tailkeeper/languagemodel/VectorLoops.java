package io.tailkeeper.languagemodel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops in the JDK's vectors, for a JVM that was started with {@code --add-modules jdk.incubator.vector}. Sums along a
 * row go lane by lane in a fixed order: the order of {@code reduceLanes} may change when the JVM compiles a loop anew.
 */
final class VectorLoops implements Loops {

    static final VectorSpecies<Float> SPECIES = species();
    private static final int LANES = SPECIES.length();

    private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);
    private static final float INVERSE_ROOT_TWO = (float) Math.sqrt(0.5);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1); // a constant of the JVM, see VectorExp
    private static final float TANH_SPEED = (float) (2 * Math.sqrt(2 / Math.PI));

    private static final VectorLoops ONLY = new VectorLoops();

    private VectorLoops() {}

    /** Here and not in {@link Loops}, so that nothing of vectors is loaded where their module is missing. */
    static Loops get() {
        return ONLY;
    }

    private static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.length() > WIDTH ? FloatVector.SPECIES_512 : preferred;
    }

    @Override
    public Product product(float[][] rows, int out) {
        return new VectorProduct(rows, out);
    }

    @Override
    public void scores(
            float[] queries, int first, int heads, float[][] keys, int size, float[][] scores, int positions) {
        for (int head = first; head < first + heads; head++) {
            for (int d = 0; d < size; d += 8) {
                addEight(queries, head * size + d, keys, d, scores[head], positions);
            }
        }
    }

    /** What eight components of a query add to its scores; the first eight begin them. */
    private static void addEight(float[] query, int at, float[][] keys, int d, float[] scores, int positions) {
        float[] k0 = keys[d];
        float[] k1 = keys[d + 1];
        float[] k2 = keys[d + 2];
        float[] k3 = keys[d + 3];
        float[] k4 = keys[d + 4];
        float[] k5 = keys[d + 5];
        float[] k6 = keys[d + 6];
        float[] k7 = keys[d + 7];
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

    @Override
    public float largest(float[] scores, int size) {
        maskBeyond(scores, size);
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < size; i += LANES) {
            FloatVector score = FloatVector.fromArray(SPECIES, scores, i);
            largest = largest.blend(score, largest.lt(score));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    @Override
    public float exponentials(float[] scores, float largest, int size) {
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

    @Override
    public void weightedSums(float[] weights, int positions, float[][] values, float scale, float[] sums, int at) {
        for (int d = 0; d < values.length; d += 8) {
            sumEight(weights, positions, values, d, scale, sums, at + d);
        }
    }

    private static void sumEight(
            float[] weights, int positions, float[][] values, int d, float scale, float[] sums, int at) {
        float[] v0 = values[d];
        float[] v1 = values[d + 1];
        float[] v2 = values[d + 2];
        float[] v3 = values[d + 3];
        float[] v4 = values[d + 4];
        float[] v5 = values[d + 5];
        float[] v6 = values[d + 6];
        float[] v7 = values[d + 7];
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
        VectorSums.ofEight(s0, s1, s2, s3, s4, s5, s6, s7, scale, sums, at);
    }

    @Override
    public void gelu(float[] x, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            FloatVector length = value.abs();
            FloatVector z = length.mul(INVERSE_ROOT_TWO);
            FloatVector t =
                    FloatVector.broadcast(SPECIES, 1).div(z.mul(0.3275911f).add(1));
            FloatVector series = t.mul(1.0614054f).add(-1.4531521f);
            series = series.fma(t, FloatVector.broadcast(SPECIES, 1.4214138f));
            series = series.fma(t, FloatVector.broadcast(SPECIES, -0.28449672f));
            series = series.fma(t, FloatVector.broadcast(SPECIES, 0.2548296f)).mul(t);
            FloatVector tail = series.mul(VectorExp.of(z.mul(z).neg()));
            value.max(0).sub(length.mul(tail).mul(0.5f)).intoArray(x, i);
        }
    }

    @Override
    public void geluTanh(float[] x, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            FloatVector y = value.mul(0.044715f).fma(value.mul(value), value).mul(-TANH_SPEED);
            value.div(VectorExp.of(y).add(ONE)).intoArray(x, i);
        }
    }

    @Override
    public void swiGlu(float[] wide, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, wide, i);
            FloatVector other = FloatVector.fromArray(SPECIES, wide, size + i);
            value.div(VectorExp.of(value.neg()).add(ONE)).mul(other).intoArray(wide, i);
        }
    }
}
