package io.tailkeeper.plaindecoder;

/**
 * Float arrays as vector loops want them. They are longer than what they hold, rounded up to {@link #padded}, so that loops
 * take several numbers at once and need no second loop for the rest.
 */
final class Buffers {

    /** Numbers that a loop may take at once. */
    static final int WIDTH = 16;

    private Buffers() {}

    /** {@code size} rounded up to what {@link #WIDTH} divides. */
    static int padded(int size) {
        return (size + WIDTH - 1) / WIDTH * WIDTH;
    }

    /** {@code size} rounded up to a multiple of 8: components of a head, for loops that take eight of them at once. */
    static int inEights(int size) {
        return (size + 7) / 8 * 8;
    }

    /** Rows of {@code size} numbers, with room for what loops write beyond. */
    static float[][] of(int rows, int size) {
        return new float[rows][padded(size) + WIDTH];
    }

    /** x += y. */
    static void add(float[] x, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            x[i] += y[i];
        }
    }
}
