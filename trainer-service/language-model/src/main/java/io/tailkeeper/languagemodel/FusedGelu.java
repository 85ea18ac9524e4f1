package io.tailkeeper.languagemodel;

import static io.tailkeeper.languagemodel.FusedRows.load;
import static io.tailkeeper.languagemodel.FusedRows.store;

import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * GELU of x + bias, and its gradient: x Phi(x), or the approximation by tanh, see {@link Loops#gelu}. Here as elsewhere a row
 * has a method of its own, because the JVM compiles what is called sooner than a loop that goes on.
 */
final class FusedGelu {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();

    private static final double TANH_SPEED = 2 * Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715 * TANH_SPEED;

    // Constants of the JVM, see VectorExp.
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = broadcast(1);
    private static final FloatVector HALF = broadcast(0.5);
    private static final FloatVector MINUS_HALF = broadcast(-0.5);
    private static final FloatVector SPEED = broadcast(TANH_SPEED);
    private static final FloatVector MINUS_SPEED = broadcast(-TANH_SPEED);
    private static final FloatVector MINUS_CUBIC = broadcast(-CUBIC);
    private static final FloatVector CUBIC_SLOPE = broadcast(3 * CUBIC);
    private static final FloatVector INVERSE_ROOT_TWO = broadcast(Math.sqrt(0.5));
    private static final FloatVector INVERSE_ROOT_TWO_PI = broadcast(1 / Math.sqrt(2 * Math.PI));
    private static final FloatVector ERF_SCALE = broadcast(0.3275911);
    private static final FloatVector ERF_5 = broadcast(1.061405429);
    private static final FloatVector ERF_4 = broadcast(-1.453152027);
    private static final FloatVector ERF_3 = broadcast(1.421413741);
    private static final FloatVector ERF_2 = broadcast(-0.284496736);
    private static final FloatVector ERF_1 = broadcast(0.254829592);

    private final Family.Gelu form;

    FusedGelu(Family.Gelu form) {
        this.form = form;
    }

    /**
     * y = gelu(x + bias), rows {@code from} to {@code to - 1}. In the place of x stands the slope there afterwards: all that
     * the gradient needs.
     */
    void forward(Matrix x, float[] bias, Matrix y, int from, int to) {
        for (int row = from; row < to; row++) {
            switch (form) {
                case TANH -> forwardTanh(x.memory(), x.row(row), bias, y.memory());
                case EXACT -> forwardExact(x.memory(), x.row(row), bias, y.memory());
            }
        }
    }

    private static void forwardTanh(MemorySegment x, long row, float[] bias, MemorySegment y) {
        for (int c = 0; c < bias.length; c += LANES) {
            FloatVector value = load(x, row + c).add(FloatVector.fromArray(SPECIES, bias, c));
            FloatVector square = value.mul(value);
            FloatVector share = sigmoid(value, square);
            FloatVector bent = value.mul(share);
            store(bent, y, row + c);
            FloatVector speed = square.fma(CUBIC_SLOPE, SPEED);
            store(bent.mul(speed).fma(ONE.sub(share), share), x, row + c);
        }
    }

    private static void forwardExact(MemorySegment x, long row, float[] bias, MemorySegment y) {
        for (int c = 0; c < bias.length; c += LANES) {
            FloatVector value = load(x, row + c).add(FloatVector.fromArray(SPECIES, bias, c));
            FloatVector bell = VectorExp.of(value.mul(value).mul(MINUS_HALF));
            FloatVector share = phi(value, bell);
            store(value.mul(share), y, row + c);
            store(value.mul(bell).fma(INVERSE_ROOT_TWO_PI, share), x, row + c);
        }
    }

    /**
     * From the gradient of y to that of x, in place.
     *
     * @param slope what {@link #forward} left in the place of x
     * @param sums what the rows' gradients of x are added to
     */
    static void backward(Matrix slope, Matrix gradient, ColumnSums.Share sums, int from, int to) {
        for (int row = from; row < to; row++) {
            backward(slope.memory(), slope.row(row), slope.columns(), gradient.memory(), sums);
            sums.nextRow();
        }
    }

    private static void backward(
            MemorySegment slope, long row, int columns, MemorySegment gradient, ColumnSums.Share sums) {
        for (int c = 0; c < columns; c += LANES) {
            FloatVector changed = load(gradient, row + c).mul(load(slope, row + c));
            store(changed, gradient, row + c);
            sums.add(c, changed);
        }
    }

    /** (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2. */
    private static FloatVector sigmoid(FloatVector x, FloatVector square) {
        return ONE.div(VectorExp.of(square.fma(MINUS_CUBIC, MINUS_SPEED).mul(x)).add(ONE));
    }

    /** Phi(x), with erf by formula 7.1.26 of Abramowitz and Stegun (1964), whose error is below 1.5e-7. */
    private static FloatVector phi(FloatVector x, FloatVector bell) {
        FloatVector t = ONE.div(x.abs().mul(INVERSE_ROOT_TWO).fma(ERF_SCALE, ONE));
        FloatVector series = t.fma(ERF_5, ERF_4);
        series = series.fma(t, ERF_3);
        series = series.fma(t, ERF_2);
        series = series.fma(t, ERF_1);
        FloatVector tail = series.mul(t).mul(bell).mul(HALF); // 1 - Phi(|x|)
        return ONE.sub(tail).blend(tail, x.lt(ZERO));
    }

    private static FloatVector broadcast(double number) {
        return FloatVector.broadcast(SPECIES, (float) number);
    }
}
