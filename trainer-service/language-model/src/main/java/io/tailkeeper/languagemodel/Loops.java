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

    /** {@code size} rounded up to a multiple of 4: how many rows a matrix has, for loops that add four at once. */
    static int inFours(int size) {
        return (size + 3) / 4 * 4;
    }

    /** The fastest loops that this JVM can run: with vectors when it was started with their module, see VectorLoops. */
    static Loops best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorLoops.get() : new PlainLoops();
    }

    /**
     * y += x W for some rows of x and of W.
     *
     * @param x {@code count} rows
     * @param w (in, out), in {@linkplain #inFours in fours}, out padded
     * @param from first row of w, a multiple of 4
     * @param to end of the rows of w, a multiple of 4
     * @param y {@code count} rows of at least out numbers
     * @param out numbers of a row
     */
    void addProducts(float[][] x, int count, float[][] w, int from, int to, float[][] y, int out);

    /**
     * scores = q K, for one head or for several that share their keys.
     *
     * @param queries the heads' queries one after the other, from {@code at} on
     * @param keys (D, positions), D in fours, positions padded
     * @param size D
     * @param scores one row a head
     */
    void scores(float[] queries, int at, int heads, float[][] keys, int size, float[][] scores, int positions);

    /** Turns scores into e^(score - largest), and what lies beyond them up to {@link #padded} into 0; gives their sum. */
    float exponentials(float[] scores, int size);

    /**
     * Sums of the values, weighted.
     *
     * @param weights {@code positions}, and 0 up to {@link #padded}
     * @param values (D, positions), D in fours, positions padded
     * @param scale what sums are multiplied by
     * @param sums D numbers from {@code at} on, in fours
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
