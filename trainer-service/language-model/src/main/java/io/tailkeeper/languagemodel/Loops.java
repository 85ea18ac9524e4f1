package io.tailkeeper.languagemodel;

/**
 * Loops over float arrays that writing in plain Java consists of. Arrays are longer than what they hold: rounded up to
 * {@link #padded}, so that loops take several numbers at once and need no second loop for the rest.
 *
 * <p>What a row gets does not depend on the rows beside it, to the last bit.
 */
interface Loops {

    /** Numbers that a loop may take at once. */
    int WIDTH = 16;

    /** {@code size} rounded up to what {@link #WIDTH} divides. */
    static int padded(int size) {
        return (size + WIDTH - 1) / WIDTH * WIDTH;
    }

    /** {@code size} rounded up to a multiple of 8: components of a head, for loops that take eight of them at once. */
    static int inEights(int size) {
        return (size + 7) / 8 * 8;
    }

    /** Rows of {@code size} numbers, with room for what loops write beyond. */
    static float[][] buffers(int rows, int size) {
        return new float[rows][padded(size) + WIDTH];
    }

    /** The fastest loops that this JVM can run: with vectors when it was started with their module, see VectorLoops. */
    static Loops best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorLoops.get() : new PlainLoops();
    }

    /** A matrix that rows are multiplied by, as these loops want it to lie. */
    interface Product {

        /** y += x W for {@code count} rows; of x as many numbers as W has rows, of y as in {@link #buffers}. */
        void add(float[][] x, int count, float[][] y);
    }

    /**
     * A matrix made ready.
     *
     * @param rows (in, out); may be kept
     */
    Product product(float[][] rows, int out);

    /**
     * scores = q K, for heads that share their keys.
     *
     * @param queries those of all heads one after the other
     * @param first number of the first head
     * @param heads how many
     * @param keys (D, positions), D in eights, positions padded
     * @param size D
     * @param scores one row a head, of all heads
     */
    void scores(float[] queries, int first, int heads, float[][] keys, int size, float[][] scores, int positions);

    /** The largest of {@code size} scores; what lies beyond them, up to {@link #padded}, is made to count for nothing. */
    float largest(float[] scores, int size);

    /**
     * Turns scores whose {@link #largest} was looked for into e^(score - largest), but into e^-40 what would be less: as
     * a part of their sum it is nothing, and with the denormal numbers that come of it a core calculates slowly.
     *
     * @return their sum
     */
    float exponentials(float[] scores, float largest, int size);

    /**
     * Sums of the values, weighted.
     *
     * @param weights {@code positions}, and finite numbers up to {@link #padded}
     * @param values (D, positions), D in eights, positions padded with 0
     * @param scale what sums are multiplied by
     * @param sums D numbers from {@code at} on, in eights
     */
    void weightedSums(float[] weights, int positions, float[][] values, float scale, float[] sums, int at);

    /** x Phi(x), with erf by formula 7.1.26 of Abramowitz and Stegun (1964), whose error is below 1.5e-7. */
    void gelu(float[] x, int size);

    /** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 (Hendrycks and Gimpel, 2016). */
    void geluTanh(float[] x, int size);

    /**
     * x = x sigmoid(x) y (Shazeer, 2020).
     *
     * @param wide x ({@code size}), and y ({@code size}) beside it
     */
    void swiGlu(float[] wide, int size);

    /** x += y. */
    static void add(float[] x, float[] y, int size) {
        for (int i = 0; i < size; i++) {
            x[i] += y[i];
        }
    }
}
