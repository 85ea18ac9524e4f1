package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * e^x = 2^n e^r, with n whole and r at most ln(2) / 2 away from 0, e^r by its series: a relative error below 5e-7. What is
 * less than -40 counts as that, see {@link Softmax#exponentials}.
 */
final class VectorExp {

    private static final float SMALLEST = -40;
    private static final FloatVector LARGEST = Vectors.constant(87); // e^87 is a float32 number
    private static final float PER_LOG_TWO = (float) (1 / Math.log(2));
    private static final float LOG_TWO = 355f / 512; // of few digits, so that n times it is exact
    private static final float LOG_TWO_REST = (float) (Math.log(2) - LOG_TWO);

    private static final float ROUNDER = 3 << 22; // a sum with it has no digits after the point, and n in its last bits

    private static final FloatVector MINUS_LOG_TWO = Vectors.constant(-LOG_TWO);
    private static final FloatVector MINUS_LOG_TWO_REST = Vectors.constant(-LOG_TWO_REST);
    private static final FloatVector ONE_IN_120 = Vectors.constant(1f / 120);
    private static final FloatVector ONE_IN_720 = Vectors.constant(1f / 720);
    private static final FloatVector ONE_IN_24 = Vectors.constant(1f / 24);
    private static final FloatVector ONE_IN_6 = Vectors.constant(1f / 6);
    private static final FloatVector HALF = Vectors.constant(0.5f);
    private static final FloatVector UNIT = Vectors.constant(1);
    private static final int FRACTION_BITS = 23;
    private static final int ONE = Float.floatToIntBits(1);

    private VectorExp() {}

    static FloatVector of(FloatVector x) {
        FloatVector bounded = x.blend(SMALLEST, x.lt(SMALLEST));
        bounded = bounded.blend(LARGEST, LARGEST.lt(bounded));
        FloatVector rounded = bounded.mul(PER_LOG_TWO).add(ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LOG_TWO, bounded);
        r = n.fma(MINUS_LOG_TWO_REST, r);
        return series(r).mul(powerOfTwo(rounded));
    }

    private static FloatVector series(FloatVector r) {
        FloatVector e = r.mul(ONE_IN_720).add(ONE_IN_120);
        e = e.fma(r, ONE_IN_24);
        e = e.fma(r, ONE_IN_6);
        e = e.fma(r, HALF);
        e = e.fma(r, UNIT);
        return e.fma(r, UNIT);
    }

    /** 2^n, put together from its bits. */
    private static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .add(ONE)
                .reinterpretAsFloats();
    }
}
