package io.tailkeeper.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.ModelDevice;

/**
 * The speed of large square matrix products in float32: what the processor does at its best with the threads that the
 * model gets. Measured in short windows between pieces of the work that it is compared with, so that a neighbour's burst
 * meets both.
 */
final class MatrixPeak implements AutoCloseable {

    private static final int SIZE = 1024;
    private static final int SIZE_ON_CUDA = 8192; // smaller ones do not fill a card
    private static final double WINDOW_SECONDS = 0.15;

    private final NDManager manager;
    private final NDArray left;
    private final NDArray right;
    private final double operations;
    private double products;
    private double seconds;
    private double best;

    MatrixPeak() {
        manager = ModelDevice.newManager();
        int size = ModelDevice.current().isGpu() ? SIZE_ON_CUDA : SIZE;
        left = manager.randomUniform(-1, 1, new Shape(size, size));
        right = manager.randomUniform(-1, 1, new Shape(size, size));
        operations = 2 * Math.pow(size, 3);
        multiply(); // what the first product sets up does not count
    }

    /** Multiplies for a short while. */
    void window() {
        long begun = System.nanoTime();
        double taken = 0;
        int count = 0;
        while (taken < WINDOW_SECONDS) {
            multiply();
            count++;
            taken = (System.nanoTime() - begun) / 1e9;
        }
        products += count;
        seconds += taken;
        best = Math.max(best, count * operations / taken);
    }

    private void multiply() {
        try (NDArray product = left.matMul(right)) {
            product.getFloat(0, 0); // waits for the device
        }
    }

    /** Over all windows. */
    double gigaflops() {
        return products * operations / seconds / 1e9;
    }

    /** In the fastest window. */
    double bestGigaflops() {
        return best / 1e9;
    }

    @Override
    public void close() {
        manager.close();
    }
}
