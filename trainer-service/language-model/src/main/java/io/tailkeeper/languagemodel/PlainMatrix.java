package io.tailkeeper.languagemodel;

import java.util.Arrays;

/** Weights (in, out) as one array for each input, {@linkplain Loops#padded padded}, and what is added to the product. */
final class PlainMatrix {

    private static final int CACHED = 1 << 17; // numbers of a matrix that stay in a core's cache while all rows pass

    private final float[][] rows;
    private final float[] bias;
    private final int out;

    private PlainMatrix(float[][] rows, float[] bias) {
        this.rows = rows;
        this.bias = bias;
        this.out = bias.length;
    }

    /** @param flat (in, out), row by row */
    static PlainMatrix of(float[] flat, float[] bias) {
        int out = bias.length;
        int in = flat.length / out;
        float[][] rows = new float[Loops.inFours(in)][Loops.padded(out)];
        for (int i = 0; i < in; i++) {
            System.arraycopy(flat, i * out, rows[i], 0, out);
        }
        return new PlainMatrix(rows, bias);
    }

    /**
     * Linear layers side by side.
     *
     * @param in numbers that each of them takes
     * @param parts (out, in) each, row by row
     */
    static PlainMatrix transposed(int in, float[]... parts) {
        int out = Arrays.stream(parts).mapToInt(part -> part.length / in).sum();
        float[][] rows = new float[Loops.inFours(in)][Loops.padded(out)];
        int column = 0;
        for (float[] part : parts) {
            for (int o = 0; o < part.length / in; o++, column++) {
                for (int i = 0; i < in; i++) {
                    rows[i][column] = part[o * in + i];
                }
            }
        }
        return new PlainMatrix(rows, new float[out]);
    }

    int out() {
        return out;
    }

    /**
     * y = x W + b of the first {@code count} rows.
     *
     * @param x at least {@code in} numbers a row, padded
     * @param y room for {@code out} numbers a row, padded
     */
    void multiply(Loops loops, float[][] x, float[][] y, int count) {
        for (int row = 0; row < count; row++) {
            System.arraycopy(bias, 0, y[row], 0, out);
        }
        int step = Math.max(Loops.WIDTH, Loops.padded(CACHED / out));
        for (int from = 0; from < rows.length; from += step) {
            loops.addProducts(x, count, rows, from, Math.min(rows.length, from + step), y, out);
        }
    }
}
