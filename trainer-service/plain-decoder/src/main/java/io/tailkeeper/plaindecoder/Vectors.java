package io.tailkeeper.plaindecoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine, of 4 to 16 numbers. Sums along a row go lane by lane in a fixed order: the order of {@code
 * reduceLanes} may change when the JVM compiles a loop anew.
 */
final class Vectors {

    static final VectorSpecies<Float> SPECIES = species();
    static final int LANES = SPECIES.length();

    private Vectors() {}

    private static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        if (preferred.length() < FloatVector.SPECIES_128.length()) {
            return FloatVector.SPECIES_128;
        }
        return preferred.length() > Buffers.WIDTH ? FloatVector.SPECIES_512 : preferred;
    }

    /** A constant of the JVM, not a number to be spread at every use: a loop with many of those outgrows what it inlines. */
    static FloatVector constant(float number) {
        return FloatVector.broadcast(SPECIES, number);
    }
}
