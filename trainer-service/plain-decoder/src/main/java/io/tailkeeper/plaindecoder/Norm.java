package io.tailkeeper.plaindecoder;

/** What stands before attention and feed-forward: LayerNorm, or RMSNorm (Zhang and Sennrich, 2019). */
interface Norm {

    /** y = norm(x), over as many numbers as there are weights; x is padded with 0. */
    void apply(float[] x, float[] y);

    static Norm layerNorm(float[] weight, float[] bias, double epsilon) {
        return (x, y) -> {
            int size = weight.length;
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += x[i];
            }
            double mean = sum / size;
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += (x[i] - mean) * (x[i] - mean);
            }
            float middle = (float) mean;
            float scale = (float) (1 / Math.sqrt(squares / size + epsilon));
            for (int i = 0; i < size; i++) {
                y[i] = (x[i] - middle) * scale * weight[i] + bias[i];
            }
        };
    }

    static Norm rmsNorm(float[] weight, double epsilon) {
        return (x, y) -> {
            int size = weight.length;
            float scale = (float) (1 / Math.sqrt(squares(x, size) / size + epsilon));
            for (int i = 0; i < size; i++) {
                y[i] = x[i] * scale * weight[i];
            }
        };
    }

    /** Their sum; four chains of additions, which a core follows side by side. */
    private static double squares(float[] x, int size) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < size; i += 4) {
            a += (double) x[i] * x[i];
            b += (double) x[i + 1] * x[i + 1];
            c += (double) x[i + 2] * x[i + 2];
            d += (double) x[i + 3] * x[i + 3];
        }
        return (a + b) + (c + d);
    }
}
