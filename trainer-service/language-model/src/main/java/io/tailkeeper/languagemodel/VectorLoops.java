package io.tailkeeper.languagemodel;

import static jdk.incubator.vector.VectorOperators.ABS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops in the JDK's vectors, for a JVM that was started with {@code --add-modules jdk.incubator.vector}. Sums along a
 * row go lane by lane in a fixed order: the order of {@code reduceLanes} may change when the JVM compiles a loop anew.
 */
final class VectorLoops implements Loops {

    private static final VectorSpecies<Float> SPECIES = species();
    private static final int LANES = SPECIES.length();

    private static final float LARGEST_EXPONENT = 87;
    private static final float INVERSE_ROOT_TWO = (float) Math.sqrt(0.5);
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
    public void addProducts(float[][] x, int count, float[][] w, int from, int to, float[][] y, int out) {
        int row = 0;
        for (; row + 3 < count; row += 4) {
            float[] a = x[row];
            float[] b = x[row + 1];
            float[] c = x[row + 2];
            float[] d = x[row + 3];
            int n = 0;
            for (; n + LANES < out; n += 2 * LANES) {
                addFourTwice(a, b, c, d, w, from, to, y, row, n);
            }
            if (n < out) {
                addFour(a, b, c, d, w, from, to, y, row, n);
            }
        }
        for (; row < count; row++) {
            int n = 0;
            for (; n + 3 * LANES < out; n += 4 * LANES) {
                addWide(x[row], w, from, to, y[row], n);
            }
            for (; n < out; n += LANES) {
                addOne(x[row], 0, w, from, to, y[row], n);
            }
        }
    }

    private static void addFourTwice(
            float[] a, float[] b, float[] c, float[] d, float[][] w, int from, int to, float[][] y, int row, int n) {
        int m = n + LANES;
        FloatVector s = FloatVector.fromArray(SPECIES, y[row], n);
        FloatVector s2 = FloatVector.fromArray(SPECIES, y[row], m);
        FloatVector t = FloatVector.fromArray(SPECIES, y[row + 1], n);
        FloatVector t2 = FloatVector.fromArray(SPECIES, y[row + 1], m);
        FloatVector u = FloatVector.fromArray(SPECIES, y[row + 2], n);
        FloatVector u2 = FloatVector.fromArray(SPECIES, y[row + 2], m);
        FloatVector v = FloatVector.fromArray(SPECIES, y[row + 3], n);
        FloatVector v2 = FloatVector.fromArray(SPECIES, y[row + 3], m);
        for (int k = from; k < to; k++) {
            float[] weights = w[k];
            FloatVector p = FloatVector.fromArray(SPECIES, weights, n);
            FloatVector q = FloatVector.fromArray(SPECIES, weights, m);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[k]);
            s = factor.fma(p, s);
            s2 = factor.fma(q, s2);
            factor = FloatVector.broadcast(SPECIES, b[k]);
            t = factor.fma(p, t);
            t2 = factor.fma(q, t2);
            factor = FloatVector.broadcast(SPECIES, c[k]);
            u = factor.fma(p, u);
            u2 = factor.fma(q, u2);
            factor = FloatVector.broadcast(SPECIES, d[k]);
            v = factor.fma(p, v);
            v2 = factor.fma(q, v2);
        }
        s.intoArray(y[row], n);
        s2.intoArray(y[row], m);
        t.intoArray(y[row + 1], n);
        t2.intoArray(y[row + 1], m);
        u.intoArray(y[row + 2], n);
        u2.intoArray(y[row + 2], m);
        v.intoArray(y[row + 3], n);
        v2.intoArray(y[row + 3], m);
    }

    private static void addFour(
            float[] a, float[] b, float[] c, float[] d, float[][] w, int from, int to, float[][] y, int row, int n) {
        FloatVector s = FloatVector.fromArray(SPECIES, y[row], n);
        FloatVector t = FloatVector.fromArray(SPECIES, y[row + 1], n);
        FloatVector u = FloatVector.fromArray(SPECIES, y[row + 2], n);
        FloatVector v = FloatVector.fromArray(SPECIES, y[row + 3], n);
        for (int k = from; k < to; k++) {
            FloatVector weights = FloatVector.fromArray(SPECIES, w[k], n);
            s = FloatVector.broadcast(SPECIES, a[k]).fma(weights, s);
            t = FloatVector.broadcast(SPECIES, b[k]).fma(weights, t);
            u = FloatVector.broadcast(SPECIES, c[k]).fma(weights, u);
            v = FloatVector.broadcast(SPECIES, d[k]).fma(weights, v);
        }
        s.intoArray(y[row], n);
        t.intoArray(y[row + 1], n);
        u.intoArray(y[row + 2], n);
        v.intoArray(y[row + 3], n);
    }

    private static void addWide(float[] x, float[][] w, int from, int to, float[] y, int n) {
        FloatVector s = FloatVector.fromArray(SPECIES, y, n);
        FloatVector t = FloatVector.fromArray(SPECIES, y, n + LANES);
        FloatVector u = FloatVector.fromArray(SPECIES, y, n + 2 * LANES);
        FloatVector v = FloatVector.fromArray(SPECIES, y, n + 3 * LANES);
        for (int k = from; k < to; k++) {
            float[] weights = w[k];
            FloatVector factor = FloatVector.broadcast(SPECIES, x[k]);
            s = factor.fma(FloatVector.fromArray(SPECIES, weights, n), s);
            t = factor.fma(FloatVector.fromArray(SPECIES, weights, n + LANES), t);
            u = factor.fma(FloatVector.fromArray(SPECIES, weights, n + 2 * LANES), u);
            v = factor.fma(FloatVector.fromArray(SPECIES, weights, n + 3 * LANES), v);
        }
        s.intoArray(y, n);
        t.intoArray(y, n + LANES);
        u.intoArray(y, n + 2 * LANES);
        v.intoArray(y, n + 3 * LANES);
    }

    private static void addOne(float[] x, int at, float[][] w, int from, int to, float[] y, int n) {
        FloatVector s = FloatVector.fromArray(SPECIES, y, n);
        for (int k = from; k < to; k++) {
            s = FloatVector.broadcast(SPECIES, x[at + k]).fma(FloatVector.fromArray(SPECIES, w[k], n), s);
        }
        s.intoArray(y, n);
    }

    @Override
    public void scores(float[] queries, int at, int heads, float[][] keys, int size, float[][] scores, int positions) {
        for (int head = 0; head < heads; head++) {
            int own = at + head * size;
            for (int t = 0; t < positions; t += LANES) {
                FloatVector s = FloatVector.zero(SPECIES);
                for (int d = 0; d < size; d++) {
                    s = FloatVector.broadcast(SPECIES, queries[own + d])
                            .fma(FloatVector.fromArray(SPECIES, keys[d], t), s);
                }
                s.intoArray(scores[head], t);
            }
        }
    }

    @Override
    public float exponentials(float[] scores, int size) {
        for (int i = size; i < Loops.padded(size); i++) {
            scores[i] = Float.NEGATIVE_INFINITY;
        }
        FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < size; i += LANES) {
            most = most.max(FloatVector.fromArray(SPECIES, scores, i));
        }
        float largest = most.reduceLanes(VectorOperators.MAX);
        for (int i = 0; i < size; i += LANES) {
            exp(FloatVector.fromArray(SPECIES, scores, i).sub(largest)).intoArray(scores, i);
        }
        for (int i = size; i < Loops.padded(size); i++) {
            scores[i] = 0;
        }
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < size; i += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, scores, i));
        }
        return sumOf(sum, new float[LANES]);
    }

    @Override
    public void weightedSums(float[] weights, int positions, float[][] values, float scale, float[] sums, int at) {
        float[] lanes = new float[LANES];
        for (int d = 0; d < values.length; d += 4) {
            float[] v0 = values[d];
            float[] v1 = values[d + 1];
            float[] v2 = values[d + 2];
            float[] v3 = values[d + 3];
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (int t = 0; t < positions; t += LANES) {
                FloatVector weight = FloatVector.fromArray(SPECIES, weights, t);
                s0 = weight.fma(FloatVector.fromArray(SPECIES, v0, t), s0);
                s1 = weight.fma(FloatVector.fromArray(SPECIES, v1, t), s1);
                s2 = weight.fma(FloatVector.fromArray(SPECIES, v2, t), s2);
                s3 = weight.fma(FloatVector.fromArray(SPECIES, v3, t), s3);
            }
            sums[at + d] = sumOf(s0, lanes) * scale;
            sums[at + d + 1] = sumOf(s1, lanes) * scale;
            sums[at + d + 2] = sumOf(s2, lanes) * scale;
            sums[at + d + 3] = sumOf(s3, lanes) * scale;
        }
    }

    /** The lanes' sum, halves first. */
    private static float sumOf(FloatVector vector, float[] lanes) {
        vector.intoArray(lanes, 0);
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    @Override
    public void gelu(float[] x, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            FloatVector length = value.lanewise(ABS);
            FloatVector z = length.mul(INVERSE_ROOT_TWO);
            FloatVector t =
                    FloatVector.broadcast(SPECIES, 1).div(z.mul(0.3275911f).add(1));
            FloatVector series = t.mul(1.0614054f).add(-1.4531521f);
            series = series.fma(t, FloatVector.broadcast(SPECIES, 1.4214138f));
            series = series.fma(t, FloatVector.broadcast(SPECIES, -0.28449672f));
            series = series.fma(t, FloatVector.broadcast(SPECIES, 0.2548296f)).mul(t);
            FloatVector tail = series.mul(exp(z.mul(z).neg()));
            value.max(0).sub(length.mul(tail).mul(0.5f)).intoArray(x, i);
        }
    }

    @Override
    public void geluTanh(float[] x, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            FloatVector y = value.mul(0.044715f).fma(value.mul(value), value).mul(-TANH_SPEED);
            value.div(exp(y).add(1)).intoArray(x, i);
        }
    }

    @Override
    public void swiGlu(float[] wide, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, wide, i);
            FloatVector other = FloatVector.fromArray(SPECIES, wide, size + i);
            value.div(exp(value.neg()).add(1)).mul(other).intoArray(wide, i);
        }
    }

    /** As {@link PlainLoops#exp}. */
    private static FloatVector exp(FloatVector x) {
        FloatVector u = x.max(-LARGEST_EXPONENT).min(LARGEST_EXPONENT).mul(1f / 256);
        FloatVector e = u.mul(1f / 720).add(1f / 120);
        e = e.fma(u, FloatVector.broadcast(SPECIES, 1f / 24));
        e = e.fma(u, FloatVector.broadcast(SPECIES, 1f / 6));
        e = e.fma(u, FloatVector.broadcast(SPECIES, 0.5f));
        e = e.fma(u, FloatVector.broadcast(SPECIES, 1));
        e = e.fma(u, FloatVector.broadcast(SPECIES, 1));
        e = e.mul(e);
        e = e.mul(e);
        e = e.mul(e);
        e = e.mul(e);
        e = e.mul(e);
        e = e.mul(e);
        e = e.mul(e);
        return e.mul(e);
    }
}
