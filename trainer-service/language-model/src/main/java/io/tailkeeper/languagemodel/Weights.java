package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Tensors that last, in memory of the engine's own. */
public final class Weights {

    private Weights() {}

    /**
     * A float32 tensor whose memory the engine allocated, and so aligned.
     *
     * <p>A tensor made straight from Java values lies in the JVM's memory, at an address that differs from process to
     * process; matrix kernels choose their order of summation by alignment, and equal runs would end with different
     * weights.
     *
     * @return in {@code manager}
     */
    public static NDArray create(NDManager manager, float[] values, Shape shape) {
        try (NDArray loose = manager.create(values, shape)) {
            return loose.duplicate();
        }
    }
}
