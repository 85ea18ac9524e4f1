package io.tailkeeper.selection;

/** Uniform random numbers from seeds. */
final class Uniform {

    private Uniform() {}

    /**
     * A number above 0 and below 1 from the upper 52 bits of a seed. With one bit more the largest would round to 1, whose
     * logarithms are infinite.
     */
    static double of(long seed) {
        return ((seed >>> 12) + 0.5) * 0x1.0p-52;
    }
}
