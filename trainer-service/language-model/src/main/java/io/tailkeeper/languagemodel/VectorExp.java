package io.tailkeeper.languagemodel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * e^x = 2^n e^r, with n whole and r at most ln(2) / 2 away from 0, e^r by its series: a relative error below 5e-7. What is
 * less than -40 counts as that, see {@link Loops#exponentials}.
 */
final class VectorExp {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;

    private static final float SMALLEST = -40;
    private static final FloatVector LARGEST = FloatVector.broadcast(SPECIES, 87); // e^87 is a float32 number
    private static final float PER_LOG_TWO = (float) (1 / Math.log(2));
    private static final float LOG_TWO = 355f / 512; // of few digits, so that n times it is exact
    private static final float LOG_TWO_REST = (float) (Math.log(2) - LOG_TWO);

    private static final float ROUNDER = 3 << 22; // a sum with it has no digits after the point, and n in its last bits
    private static final int FRACTION_BITS = 23;
    private static final int ONE = Float.floatToIntBits(1);

    private VectorExp() {}

    static FloatVector of(FloatVector x) {
        FloatVector bounded = x.blend(SMALLEST, x.lt(SMALLEST));
        bounded = bounded.blend(LARGEST, LARGEST.lt(bounded));
        FloatVector rounded = bounded.mul(PER_LOG_TWO).add(ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-LOG_TWO), bounded);
        r = n.fma(broadcast(-LOG_TWO_REST), r);
        return series(r).mul(powerOfTwo(rounded));
    }

    private static FloatVector series(FloatVector r) {
        FloatVector e = r.mul(1f / 720).add(1f / 120);
        e = e.fma(r, broadcast(1f / 24));
        e = e.fma(r, broadcast(1f / 6));
        e = e.fma(r, broadcast(0.5f));
        e = e.fma(r, broadcast(1));
        return e.fma(r, broadcast(1));
    }

    /** 2^n, put together from its bits. */
    private static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .add(ONE)
                .reinterpretAsFloats();
    }

    private static FloatVector broadcast(float number) {
        return FloatVector.broadcast(SPECIES, number);
    }
}
