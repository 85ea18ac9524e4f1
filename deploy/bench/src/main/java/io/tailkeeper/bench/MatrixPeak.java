package io.tailkeeper.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.ModelDevice;

/** The speed of large square matrix products: what the processor can do with the threads that the model gets. */
final class MatrixPeak {

    private static final int SIZE = 1024;
    private static final int SIZE_ON_CUDA = 8192; // smaller ones do not fill a card
    private static final int WINDOWS = 6;
    private static final double WINDOW_SECONDS = 0.4;

    private MatrixPeak() {}

    /** The best of several short windows, in float32 GFLOP/s: a neighbour's burst lowers a window, nothing raises one. */
    static double gigaflops() {
        try (NDManager manager = ModelDevice.newManager()) {
            int size = ModelDevice.current().isGpu() ? SIZE_ON_CUDA : SIZE;
            NDArray left = manager.randomUniform(-1, 1, new Shape(size, size));
            NDArray right = manager.randomUniform(-1, 1, new Shape(size, size));
            double best = 0;
            for (int window = 0; window < WINDOWS; window++) {
                best = Math.max(best, window(left, right));
            }
            return best;
        }
    }

    private static double window(NDArray left, NDArray right) {
        long begun = System.nanoTime();
        int products = 0;
        double seconds = 0;
        while (seconds < WINDOW_SECONDS) {
            try (NDArray product = left.matMul(right)) {
                product.getFloat(0, 0); // waits for the device
            }
            products++;
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        return products * 2.0 * Math.pow((double) left.getShape().get(0), 3) / seconds / 1e9;
    }
}
