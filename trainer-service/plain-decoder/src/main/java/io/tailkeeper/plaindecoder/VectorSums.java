package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Sums of all lanes, in a fixed order: each half of them is added to the other half. */
final class VectorSums {

    private static final VectorSpecies<Float> SPECIES = Vectors.SPECIES;
    private static final int LANES = Vectors.LANES;

    private static final Halves FIRST = new Halves(LANES / 2);
    private static final Halves SECOND = new Halves(LANES / 4);
    private static final Halves THIRD = new Halves(LANES / 8);
    private static final Halves FOURTH = new Halves(LANES / 16);

    /** Where {@link #store} finds the sums. */
    private static final VectorShuffle<Float> IN_ORDER = VectorShuffle.fromOp(SPECIES, VectorSums::laneOfSum);

    private static final VectorMask<Float> EIGHT = SPECIES.indexInRange(0, 8);

    private VectorSums() {}

    /** Lanes in groups of {@code width}, of which two make a pair. */
    private record Halves(VectorMask<Float> second, VectorShuffle<Float> swapped) {

        Halves(int width) {
            this(
                    VectorMask.fromLong(SPECIES, secondOf(width)),
                    VectorShuffle.fromOp(SPECIES, lane -> (lane ^ width) % LANES));
        }

        private static long secondOf(int width) {
            long bits = 0;
            for (int lane = 0; lane < LANES; lane++) {
                bits |= (lane & width) == 0 ? 0 : 1L << lane;
            }
            return bits;
        }

        /** Every lane with its partner added. */
        FloatVector added(FloatVector x) {
            return x.add(x.rearrange(swapped));
        }

        /** As {@link #added}, of x in the first halves and of y in the second ones. */
        FloatVector added(FloatVector x, FloatVector y) {
            return x.blend(y, second).add(y.blend(x, second).rearrange(swapped));
        }
    }

    static float of(FloatVector x) {
        FloatVector sum = SECOND.added(FIRST.added(x));
        if (LANES > 4) {
            sum = THIRD.added(sum);
        }
        if (LANES > 8) {
            sum = FOURTH.added(sum);
        }
        return sum.lane(0);
    }

    /** The sums of four vectors, each in LANES / 4 lanes that are still to be added. */
    static FloatVector ofFour(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return SECOND.added(FIRST.added(a, b), FIRST.added(c, d));
    }

    /** Stores eight sums times {@code scale}, from two results of {@link #ofFour}, at {@code at}. */
    static void store(FloatVector first, FloatVector second, float scale, float[] sums, int at) {
        if (LANES < 8) {
            first.mul(scale).rearrange(IN_ORDER).intoArray(sums, at);
            second.mul(scale).rearrange(IN_ORDER).intoArray(sums, at + 4);
            return;
        }
        FloatVector all = THIRD.added(first, second);
        if (LANES > 8) {
            all = FOURTH.added(all);
        }
        all.mul(scale).rearrange(IN_ORDER).intoArray(sums, at, EIGHT);
    }

    private static int laneOfSum(int number) {
        int first = (number & 1) * (LANES / 2);
        int second = (number >> 1 & 1) * (LANES / 4);
        int third = (number >> 2 & 1) * (LANES / 8);
        return first + second + third;
    }
}
