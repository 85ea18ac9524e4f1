package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix in panels of two vectors' width, row after row, so that a product reads its weights one after the other.
 * Every number of a product is one chain of additions in the order of the rows, whichever loop it comes from.
 */
final class PackedWeights {

    private static final VectorSpecies<Float> SPECIES = Vectors.SPECIES;
    private static final int LANES = Vectors.LANES;
    private static final int PANEL = 2 * LANES;

    private final float[] weights; // (panels, in, PANEL)
    private final int in;
    private final int panels;

    /** @param rows (in, out), each at least {@code out} long */
    PackedWeights(float[][] rows, int out) {
        in = rows.length;
        panels = (out + PANEL - 1) / PANEL;
        weights = new float[panels * in * PANEL];
        for (int panel = 0; panel < panels; panel++) {
            int from = panel * PANEL;
            for (int k = 0; k < in; k++) {
                System.arraycopy(rows[k], from, weights, (panel * in + k) * PANEL, Math.min(PANEL, out - from));
            }
        }
    }

    /** y += x W for {@code count} rows; of x as many numbers as W has rows, of y as in {@link Buffers#of}. */
    void add(float[][] x, int count, float[][] y) {
        int eights = count / 8 * 8;
        for (int panel = 0; panel < panels; panel++) {
            for (int row = 0; row < eights; row += 8) {
                addEight(x, y, row, panel, 0);
                addEight(x, y, row, panel, LANES);
            }
        }
        for (int row = eights; row < count; row++) {
            addOne(x[row], y[row]);
        }
    }

    private void addOne(float[] x, float[] y) {
        for (int panel = 0; panel < panels; panel++) {
            addOne(x, y, panel);
        }
    }

    /** Eight rows and half a panel: as many sums as hide the time of an addition, and few enough for the registers. */
    private void addEight(float[][] x, float[][] y, int row, int panel, int lane) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] x4 = x[row + 4];
        float[] x5 = x[row + 5];
        float[] x6 = x[row + 6];
        float[] x7 = x[row + 7];
        int n = panel * PANEL + lane;
        int from = panel * in * PANEL + lane;
        FloatVector s0 = FloatVector.fromArray(SPECIES, y[row], n);
        FloatVector s1 = FloatVector.fromArray(SPECIES, y[row + 1], n);
        FloatVector s2 = FloatVector.fromArray(SPECIES, y[row + 2], n);
        FloatVector s3 = FloatVector.fromArray(SPECIES, y[row + 3], n);
        FloatVector s4 = FloatVector.fromArray(SPECIES, y[row + 4], n);
        FloatVector s5 = FloatVector.fromArray(SPECIES, y[row + 5], n);
        FloatVector s6 = FloatVector.fromArray(SPECIES, y[row + 6], n);
        FloatVector s7 = FloatVector.fromArray(SPECIES, y[row + 7], n);
        for (int k = 0; k < in; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, weights, from + k * PANEL);
            s0 = FloatVector.broadcast(SPECIES, x0[k]).fma(p, s0);
            s1 = FloatVector.broadcast(SPECIES, x1[k]).fma(p, s1);
            s2 = FloatVector.broadcast(SPECIES, x2[k]).fma(p, s2);
            s3 = FloatVector.broadcast(SPECIES, x3[k]).fma(p, s3);
            s4 = FloatVector.broadcast(SPECIES, x4[k]).fma(p, s4);
            s5 = FloatVector.broadcast(SPECIES, x5[k]).fma(p, s5);
            s6 = FloatVector.broadcast(SPECIES, x6[k]).fma(p, s6);
            s7 = FloatVector.broadcast(SPECIES, x7[k]).fma(p, s7);
        }
        s0.intoArray(y[row], n);
        s1.intoArray(y[row + 1], n);
        s2.intoArray(y[row + 2], n);
        s3.intoArray(y[row + 3], n);
        s4.intoArray(y[row + 4], n);
        s5.intoArray(y[row + 5], n);
        s6.intoArray(y[row + 6], n);
        s7.intoArray(y[row + 7], n);
    }

    private void addOne(float[] x, float[] y, int panel) {
        int n = panel * PANEL;
        int from = panel * in * PANEL;
        FloatVector s = FloatVector.fromArray(SPECIES, y, n);
        FloatVector t = FloatVector.fromArray(SPECIES, y, n + LANES);
        for (int k = 0; k < in; k++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, x[k]);
            s = factor.fma(FloatVector.fromArray(SPECIES, weights, from + k * PANEL), s);
            t = factor.fma(FloatVector.fromArray(SPECIES, weights, from + k * PANEL + LANES), t);
        }
        s.intoArray(y, n);
        t.intoArray(y, n + LANES);
    }
}
