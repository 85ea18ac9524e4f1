package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What feed-forward blocks do between their matrices, in vectors; arrays are padded. */
final class Activations {

    private static final VectorSpecies<Float> SPECIES = Vectors.SPECIES;
    private static final int LANES = Vectors.LANES;

    private static final float INVERSE_ROOT_TWO = (float) Math.sqrt(0.5);
    private static final FloatVector ONE = Vectors.constant(1);
    private static final float TANH_SPEED = (float) (2 * Math.sqrt(2 / Math.PI));

    private Activations() {}

    /** x Phi(x), with erf by formula 7.1.26 of Abramowitz and Stegun (1964), whose error is below 1.5e-7. */
    static void gelu(float[] x, int size) {
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

    /** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 (Hendrycks and Gimpel, 2016). */
    static void geluTanh(float[] x, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            FloatVector y = value.mul(0.044715f).fma(value.mul(value), value).mul(-TANH_SPEED);
            value.div(VectorExp.of(y).add(ONE)).intoArray(x, i);
        }
    }

    /**
     * x = x sigmoid(x) y (Shazeer, 2020).
     *
     * @param wide x ({@code size}), and y ({@code size}) beside it
     */
    static void swiGlu(float[] wide, int size) {
        for (int i = 0; i < size; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, wide, i);
            FloatVector other = FloatVector.fromArray(SPECIES, wide, size + i);
            value.div(VectorExp.of(value.neg()).add(ONE)).mul(other).intoArray(wide, i);
        }
    }
}
