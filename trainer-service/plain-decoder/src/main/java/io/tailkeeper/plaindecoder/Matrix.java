package io.tailkeeper.plaindecoder;

import java.util.Arrays;

/** Weights as a product reads them, and what is added to the product. */
final class Matrix {

    private final PackedWeights weights;
    private final float[] bias;

    private Matrix(float[][] rows, float[] bias) {
        this.weights = new PackedWeights(rows, bias.length);
        this.bias = bias;
    }

    /** @param flat (in, out), row by row */
    static Matrix of(float[] flat, float[] bias) {
        int out = bias.length;
        float[][] rows = new float[flat.length / out][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * out, (i + 1) * out));
        return new Matrix(rows, bias);
    }

    /**
     * Linear layers side by side.
     *
     * @param in numbers that each of them takes
     * @param parts (out, in) each, row by row
     */
    static Matrix transposed(int in, float[]... parts) {
        int out = Arrays.stream(parts).mapToInt(part -> part.length / in).sum();
        float[][] rows = new float[in][out];
        int column = 0;
        for (float[] part : parts) {
            for (int o = 0; o < part.length / in; o++, column++) {
                for (int i = 0; i < in; i++) {
                    rows[i][column] = part[o * in + i];
                }
            }
        }
        return new Matrix(rows, new float[out]);
    }

    int out() {
        return bias.length;
    }

    /** y = x W + b of the first {@code count} rows, which are {@linkplain Buffers#of buffers}. */
    void multiply(float[][] x, float[][] y, int count) {
        for (int row = 0; row < count; row++) {
            System.arraycopy(bias, 0, y[row], 0, bias.length);
        }
        weights.add(x, count, y);
    }
}
