package io.tailkeeper.languagemodel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix in panels of two vectors' width, row after row, so that a product reads its weights one after the other.
 * Every number of a product is one chain of additions in the order of the rows, whichever loop it comes from.
 */
final class VectorProduct implements Loops.Product {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;

    private final float[] weights; // (panels, in, PANEL)
    private final int in;
    private final int panels;

    /** @param rows (in, out), each at least {@code out} long */
    VectorProduct(float[][] rows, int out) {
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

    @Override
    public void add(float[][] x, int count, float[][] y) {
        int eights = count / 8 * 8;
        int fours = count / 4 * 4;
        for (int panel = 0; panel < panels; panel++) {
            for (int row = 0; row < eights; row += 8) {
                addEight(x, y, row, panel);
            }
            if (eights < fours) {
                addFour(x, y, eights, panel);
            }
        }
        for (int row = fours; row < count; row++) {
            addOne(x[row], y[row]);
        }
    }

    private void addEight(float[][] x, float[][] y, int row, int panel) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] x4 = x[row + 4];
        float[] x5 = x[row + 5];
        float[] x6 = x[row + 6];
        float[] x7 = x[row + 7];
        float[] w = weights;
        int n = panel * PANEL;
        int m = n + LANES;
        int from = panel * in * PANEL;
        FloatVector s0 = FloatVector.fromArray(SPECIES, y[row], n);
        FloatVector t0 = FloatVector.fromArray(SPECIES, y[row], m);
        FloatVector s1 = FloatVector.fromArray(SPECIES, y[row + 1], n);
        FloatVector t1 = FloatVector.fromArray(SPECIES, y[row + 1], m);
        FloatVector s2 = FloatVector.fromArray(SPECIES, y[row + 2], n);
        FloatVector t2 = FloatVector.fromArray(SPECIES, y[row + 2], m);
        FloatVector s3 = FloatVector.fromArray(SPECIES, y[row + 3], n);
        FloatVector t3 = FloatVector.fromArray(SPECIES, y[row + 3], m);
        FloatVector s4 = FloatVector.fromArray(SPECIES, y[row + 4], n);
        FloatVector t4 = FloatVector.fromArray(SPECIES, y[row + 4], m);
        FloatVector s5 = FloatVector.fromArray(SPECIES, y[row + 5], n);
        FloatVector t5 = FloatVector.fromArray(SPECIES, y[row + 5], m);
        FloatVector s6 = FloatVector.fromArray(SPECIES, y[row + 6], n);
        FloatVector t6 = FloatVector.fromArray(SPECIES, y[row + 6], m);
        FloatVector s7 = FloatVector.fromArray(SPECIES, y[row + 7], n);
        FloatVector t7 = FloatVector.fromArray(SPECIES, y[row + 7], m);
        for (int k = 0; k < in; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, from + k * PANEL);
            FloatVector q = FloatVector.fromArray(SPECIES, w, from + k * PANEL + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, x0[k]);
            s0 = factor.fma(p, s0);
            t0 = factor.fma(q, t0);
            factor = FloatVector.broadcast(SPECIES, x1[k]);
            s1 = factor.fma(p, s1);
            t1 = factor.fma(q, t1);
            factor = FloatVector.broadcast(SPECIES, x2[k]);
            s2 = factor.fma(p, s2);
            t2 = factor.fma(q, t2);
            factor = FloatVector.broadcast(SPECIES, x3[k]);
            s3 = factor.fma(p, s3);
            t3 = factor.fma(q, t3);
            factor = FloatVector.broadcast(SPECIES, x4[k]);
            s4 = factor.fma(p, s4);
            t4 = factor.fma(q, t4);
            factor = FloatVector.broadcast(SPECIES, x5[k]);
            s5 = factor.fma(p, s5);
            t5 = factor.fma(q, t5);
            factor = FloatVector.broadcast(SPECIES, x6[k]);
            s6 = factor.fma(p, s6);
            t6 = factor.fma(q, t6);
            factor = FloatVector.broadcast(SPECIES, x7[k]);
            s7 = factor.fma(p, s7);
            t7 = factor.fma(q, t7);
        }
        s0.intoArray(y[row], n);
        t0.intoArray(y[row], m);
        s1.intoArray(y[row + 1], n);
        t1.intoArray(y[row + 1], m);
        s2.intoArray(y[row + 2], n);
        t2.intoArray(y[row + 2], m);
        s3.intoArray(y[row + 3], n);
        t3.intoArray(y[row + 3], m);
        s4.intoArray(y[row + 4], n);
        t4.intoArray(y[row + 4], m);
        s5.intoArray(y[row + 5], n);
        t5.intoArray(y[row + 5], m);
        s6.intoArray(y[row + 6], n);
        t6.intoArray(y[row + 6], m);
        s7.intoArray(y[row + 7], n);
        t7.intoArray(y[row + 7], m);
    }

    private void addFour(float[][] x, float[][] y, int row, int panel) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] w = weights;
        int n = panel * PANEL;
        int m = n + LANES;
        int from = panel * in * PANEL;
        FloatVector s0 = FloatVector.fromArray(SPECIES, y[row], n);
        FloatVector t0 = FloatVector.fromArray(SPECIES, y[row], m);
        FloatVector s1 = FloatVector.fromArray(SPECIES, y[row + 1], n);
        FloatVector t1 = FloatVector.fromArray(SPECIES, y[row + 1], m);
        FloatVector s2 = FloatVector.fromArray(SPECIES, y[row + 2], n);
        FloatVector t2 = FloatVector.fromArray(SPECIES, y[row + 2], m);
        FloatVector s3 = FloatVector.fromArray(SPECIES, y[row + 3], n);
        FloatVector t3 = FloatVector.fromArray(SPECIES, y[row + 3], m);
        for (int k = 0; k < in; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, from + k * PANEL);
            FloatVector q = FloatVector.fromArray(SPECIES, w, from + k * PANEL + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, x0[k]);
            s0 = factor.fma(p, s0);
            t0 = factor.fma(q, t0);
            factor = FloatVector.broadcast(SPECIES, x1[k]);
            s1 = factor.fma(p, s1);
            t1 = factor.fma(q, t1);
            factor = FloatVector.broadcast(SPECIES, x2[k]);
            s2 = factor.fma(p, s2);
            t2 = factor.fma(q, t2);
            factor = FloatVector.broadcast(SPECIES, x3[k]);
            s3 = factor.fma(p, s3);
            t3 = factor.fma(q, t3);
        }
        s0.intoArray(y[row], n);
        t0.intoArray(y[row], m);
        s1.intoArray(y[row + 1], n);
        t1.intoArray(y[row + 1], m);
        s2.intoArray(y[row + 2], n);
        t2.intoArray(y[row + 2], m);
        s3.intoArray(y[row + 3], n);
        t3.intoArray(y[row + 3], m);
    }

    /** One row, two panels at a time. */
    private void addOne(float[] x, float[] y) {
        int panel = 0;
        for (; panel + 1 < panels; panel += 2) {
            addOneTwice(x, y, panel);
        }
        if (panel < panels) {
            addOne(x, y, panel);
        }
    }

    private void addOneTwice(float[] x, float[] y, int panel) {
        float[] w = weights;
        int n = panel * PANEL;
        int from = panel * in * PANEL;
        int then = from + in * PANEL;
        FloatVector s = FloatVector.fromArray(SPECIES, y, n);
        FloatVector t = FloatVector.fromArray(SPECIES, y, n + LANES);
        FloatVector u = FloatVector.fromArray(SPECIES, y, n + PANEL);
        FloatVector v = FloatVector.fromArray(SPECIES, y, n + PANEL + LANES);
        for (int k = 0; k < in; k++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, x[k]);
            s = factor.fma(FloatVector.fromArray(SPECIES, w, from + k * PANEL), s);
            t = factor.fma(FloatVector.fromArray(SPECIES, w, from + k * PANEL + LANES), t);
            u = factor.fma(FloatVector.fromArray(SPECIES, w, then + k * PANEL), u);
            v = factor.fma(FloatVector.fromArray(SPECIES, w, then + k * PANEL + LANES), v);
        }
        s.intoArray(y, n);
        t.intoArray(y, n + LANES);
        u.intoArray(y, n + PANEL);
        v.intoArray(y, n + PANEL + LANES);
    }

    private void addOne(float[] x, float[] y, int panel) {
        float[] w = weights;
        int n = panel * PANEL;
        int from = panel * in * PANEL;
        FloatVector s = FloatVector.fromArray(SPECIES, y, n);
        FloatVector t = FloatVector.fromArray(SPECIES, y, n + LANES);
        for (int k = 0; k < in; k++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, x[k]);
            s = factor.fma(FloatVector.fromArray(SPECIES, w, from + k * PANEL), s);
            t = factor.fma(FloatVector.fromArray(SPECIES, w, from + k * PANEL + LANES), t);
        }
        s.intoArray(y, n);
        t.intoArray(y, n + LANES);
    }
}
