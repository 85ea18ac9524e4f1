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

    /**
     * A number as a tensor, for products and quotients that gradients flow through.
     *
     * <p>{@code NDArray.mul(Number)} and its like make a tensor over JVM memory and let go of it at once, but the engine
     * keeps that tensor for the backward pass: after a garbage collection the gradient is computed from freed memory.
     *
     * @return shape (1), in {@code manager}
     */
    public static NDArray constant(NDManager manager, float value) {
        return manager.full(new Shape(1), value);
    }
}
