package io.tailkeeper.languagemodel;

import java.util.Arrays;

/**
 * Loops in the shapes that the JVM itself compiles to vector instructions: every array of a product is read at the same
 * index, and no sum runs along it.
 */
final class PlainLoops implements Loops {

    private static final int CACHED = 1 << 17; // numbers of a matrix that stay in a core's cache while all rows pass
    private static final float SMALLEST_EXPONENT = -40;
    private static final float LARGEST_EXPONENT = 87; // e^87 is a float32 number
    private static final float INVERSE_ROOT_TWO = (float) Math.sqrt(0.5);
    private static final float TANH_SPEED = (float) (2 * Math.sqrt(2 / Math.PI));

    @Override
    public Product product(float[][] rows, int out) {
        float[][] w = padded(rows, out);
        int step = Math.max(WIDTH, Loops.padded(CACHED / out));
        return (x, count, y) -> {
            for (int from = 0; from < w.length; from += step) {
                addProducts(x, count, w, from, Math.min(w.length, from + step), y, out);
            }
        };
    }

    /** In fours, the last of them of zeros. */
    private static float[][] padded(float[][] rows, int out) {
        float[][] padded = Arrays.copyOf(rows, (rows.length + 3) / 4 * 4);
        for (int k = rows.length; k < padded.length; k++) {
            padded[k] = new float[out];
        }
        return padded;
    }

    private static void addProducts(float[][] x, int count, float[][] w, int from, int to, float[][] y, int out) {
        int row = 0;
        for (; row + 1 < count; row += 2) {
            addTwice(x[row], 0, x[row + 1], 0, w, from, to, y[row], y[row + 1], out);
        }
        if (row < count) {
            add(x[row], 0, w, from, to, y[row], out);
        }
    }

    @Override
    public void scores(
            float[] queries, int first, int heads, float[][] keys, int size, float[][] scores, int positions) {
        int end = first + heads;
        for (int head = first; head < end; head++) {
            Arrays.fill(scores[head], 0, positions, 0);
        }
        int head = first;
        for (; head + 1 < end; head += 2) {
            int own = head * size;
            addTwice(
                    queries, own, queries, own + size, keys, 0, keys.length, scores[head], scores[head + 1], positions);
        }
        if (head < end) {
            add(queries, head * size, keys, 0, keys.length, scores[head], positions);
        }
    }

    private static void add(float[] x, int at, float[][] w, int from, int to, float[] y, int out) {
        for (int k = from; k < to; k += 4) {
            int i = at + k;
            addRows(x[i], x[i + 1], x[i + 2], x[i + 3], w[k], w[k + 1], w[k + 2], w[k + 3], y, out);
        }
    }

    private static void addTwice(
            float[] x,
            int at,
            float[] other,
            int otherAt,
            float[][] w,
            int from,
            int to,
            float[] y,
            float[] z,
            int out) {
        for (int k = from; k < to; k += 4) {
            int i = at + k;
            int j = otherAt + k;
            addRowsTwice(
                    x[i],
                    x[i + 1],
                    x[i + 2],
                    x[i + 3],
                    other[j],
                    other[j + 1],
                    other[j + 2],
                    other[j + 3],
                    w[k],
                    w[k + 1],
                    w[k + 2],
                    w[k + 3],
                    y,
                    z,
                    out);
        }
    }

    private static void addRows(
            float a, float b, float c, float d, float[] p, float[] q, float[] r, float[] s, float[] y, int out) {
        for (int n = 0; n < out; n++) {
            y[n] = Math.fma(d, s[n], Math.fma(c, r[n], Math.fma(b, q[n], Math.fma(a, p[n], y[n]))));
        }
    }

    private static void addRowsTwice(
            float a,
            float b,
            float c,
            float d,
            float e,
            float f,
            float g,
            float h,
            float[] p,
            float[] q,
            float[] r,
            float[] s,
            float[] y,
            float[] z,
            int out) {
        for (int n = 0; n < out; n++) {
            y[n] = Math.fma(d, s[n], Math.fma(c, r[n], Math.fma(b, q[n], Math.fma(a, p[n], y[n]))));
            z[n] = Math.fma(h, s[n], Math.fma(g, r[n], Math.fma(f, q[n], Math.fma(e, p[n], z[n]))));
        }
    }

    @Override
    public float largest(float[] scores, int size) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, scores[i]);
        }
        return largest;
    }

    @Override
    public float exponentials(float[] scores, float largest, int size) {
        for (int i = 0; i < size; i++) {
            scores[i] = exp(scores[i] - largest);
        }
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += scores[i];
        }
        return sum;
    }

    @Override
    public void weightedSums(float[] weights, int positions, float[][] values, float scale, float[] sums, int at) {
        for (int d = 0; d < values.length; d += 4) {
            float[] v0 = values[d];
            float[] v1 = values[d + 1];
            float[] v2 = values[d + 2];
            float[] v3 = values[d + 3];
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int t = 0; t < positions; t++) {
                float weight = weights[t];
                s0 = Math.fma(weight, v0[t], s0);
                s1 = Math.fma(weight, v1[t], s1);
                s2 = Math.fma(weight, v2[t], s2);
                s3 = Math.fma(weight, v3[t], s3);
            }
            sums[at + d] = s0 * scale;
            sums[at + d + 1] = s1 * scale;
            sums[at + d + 2] = s2 * scale;
            sums[at + d + 3] = s3 * scale;
        }
    }

    @Override
    public void gelu(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            float value = x[i];
            float z = Math.abs(value) * INVERSE_ROOT_TWO;
            float t = 1 / Math.fma(0.3275911f, z, 1);
            float series = Math.fma(t, 1.0614054f, -1.4531521f);
            series = Math.fma(series, t, 1.4214138f);
            series = Math.fma(series, t, -0.28449672f);
            series = Math.fma(series, t, 0.2548296f) * t;
            float tail = series * exp(-z * z); // 1 - erf(z)
            x[i] = Math.max(value, 0) - Math.abs(value) * tail * 0.5f;
        }
    }

    @Override
    public void geluTanh(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            float value = x[i];
            float y = TANH_SPEED * Math.fma(0.044715f * value, value * value, value);
            x[i] = value / (1 + exp(-y));
        }
    }

    @Override
    public void swiGlu(float[] wide, int size) {
        for (int i = 0; i < size; i++) {
            float value = wide[i];
            wide[i] = value / (1 + exp(-value)) * wide[size + i];
        }
    }

    /** e^x = (e^(x / 256))^256, the inner one by its series: a relative error below 5e-5, no branch and no table. */
    static float exp(float x) {
        float u = Math.min(Math.max(x, SMALLEST_EXPONENT), LARGEST_EXPONENT) * (1f / 256);
        float e = Math.fma(u, 1f / 720, 1f / 120);
        e = Math.fma(e, u, 1f / 24);
        e = Math.fma(e, u, 1f / 6);
        e = Math.fma(e, u, 0.5f);
        e = Math.fma(e, u, 1);
        e = Math.fma(e, u, 1);
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e;
    }
}
