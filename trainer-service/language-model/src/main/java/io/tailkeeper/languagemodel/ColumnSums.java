package io.tailkeeper.languagemodel;

import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over rows, such as gradients of biases are. Each share of the rows has its own, and within it a block of rows is
 * added up before it joins the others: a sum of thousands would swallow what comes last.
 */
final class ColumnSums {

    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int BLOCK = 64;

    private final Share[] shares;

    ColumnSums(int shares, int columns) {
        this.shares = new Share[shares];
        for (int i = 0; i < shares; i++) {
            this.shares[i] = new Share(columns);
        }
    }

    Share share(int worker) {
        return shares[worker];
    }

    /** Adds the sums to a row vector, always in the same order. */
    void addTo(Matrix vector) {
        for (Share share : shares) {
            share.join();
            for (int c = 0; c < vector.columns(); c++) {
                float sum = vector.memory().getAtIndex(ValueLayout.JAVA_FLOAT, c);
                vector.memory().setAtIndex(ValueLayout.JAVA_FLOAT, c, sum + share.total[c]);
            }
        }
    }

    /** The sums of some of the rows. */
    static final class Share {

        private final float[] block;
        private final float[] total;
        private int rows;

        private Share(int columns) {
            block = new float[columns];
            total = new float[columns];
        }

        /** Adds to columns from {@code column} on, of the row that is being read. */
        void add(int column, FloatVector values) {
            FloatVector.fromArray(SPECIES, block, column).add(values).intoArray(block, column);
        }

        /** Says that a row has been read. */
        void nextRow() {
            rows++;
            if (rows == BLOCK) {
                join();
            }
        }

        private void join() {
            for (int c = 0; c < total.length; c++) {
                total[c] += block[c];
                block[c] = 0;
            }
            rows = 0;
        }
    }
}
