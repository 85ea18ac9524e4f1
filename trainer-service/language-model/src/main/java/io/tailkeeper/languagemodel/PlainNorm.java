package io.tailkeeper.languagemodel;

/** What stands before attention and feed-forward: LayerNorm, or RMSNorm (Zhang and Sennrich, 2019). */
interface PlainNorm {

    /** y = norm(x), over as many numbers as there are weights. */
    void apply(float[] x, float[] y);

    static PlainNorm layerNorm(float[] weight, float[] bias, double epsilon) {
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

    static PlainNorm rmsNorm(float[] weight, double epsilon) {
        return (x, y) -> {
            int size = weight.length;
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += (double) x[i] * x[i];
            }
            float scale = (float) (1 / Math.sqrt(squares / size + epsilon));
            for (int i = 0; i < size; i++) {
                y[i] = x[i] * scale * weight[i];
            }
        };
    }
}
