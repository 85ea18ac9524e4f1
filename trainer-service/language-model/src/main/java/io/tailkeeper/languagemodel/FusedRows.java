package io.tailkeeper.languagemodel;

import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole rows at a time, read and written once: what a tensor library does in several passes over memory. Rows are as long
 * as {@link Loops#WIDTH} divides.
 */
final class FusedRows {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private FusedRows() {}

    static FloatVector load(MemorySegment memory, long index) {
        return FloatVector.fromMemorySegment(SPECIES, memory, index * Float.BYTES, ORDER);
    }

    static void store(FloatVector values, MemorySegment memory, long index) {
        values.intoMemorySegment(memory, index * Float.BYTES, ORDER);
    }

    /** x += bias, rows {@code from} to {@code to - 1}. */
    static void addBias(Matrix x, float[] bias, int from, int to) {
        for (int row = from; row < to; row++) {
            addBias(x.memory(), x.row(row), bias);
        }
    }

    private static void addBias(MemorySegment x, long row, float[] bias) {
        for (int c = 0; c < bias.length; c += LANES) {
            store(load(x, row + c).add(FloatVector.fromArray(SPECIES, bias, c)), x, row + c);
        }
    }

    /** sums += x, rows {@code from} to {@code to - 1}. */
    static void sum(Matrix x, ColumnSums.Share sums, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int c = 0; c < x.columns(); c += LANES) {
                sums.add(c, load(x.memory(), x.row(row) + c));
            }
            sums.nextRow();
        }
    }

    /** Adds a row of {@code x} to a row of {@code sums}. */
    static void add(Matrix x, int row, Matrix sums, int to) {
        long at = x.row(row);
        long into = sums.row(to);
        for (int c = 0; c < x.columns(); c += LANES) {
            store(load(sums.memory(), into + c).add(load(x.memory(), at + c)), sums.memory(), into + c);
        }
    }
}
