package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Scaled dot-product attention in which a position looks at itself and what stands before it. Neighbouring heads of
 * queries may share one head of keys and values: query head h looks at head h K / H of K.
 */
final class CausalAttention {

    private CausalAttention() {}

    /** Divides the last axis into heads: (B, T, H D) gives (B, H, T, D). */
    static NDArray heads(NDArray x, int heads) {
        Shape shape = x.getShape(); // (B, T, H D)
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    /**
     * The values that queries look for.
     *
     * @param queries (B, H, T, D)
     * @param keys (B, K, S, D), K a divisor of H
     * @param values (B, K, S, D)
     * @param mask (T, S) to add to the scores, or null
     * @return (B, T, H D)
     */
    static NDArray mix(NDArray queries, NDArray keys, NDArray values, NDArray mask) {
        Shape shape = queries.getShape();
        long batch = shape.get(0);
        long length = shape.get(2);
        long size = shape.get(3);
        long held = keys.getShape().get(1);
        long sharing = shape.get(1) / held; // G = H / K heads look at the same keys: rows of one product
        NDArray scale = Weights.constant(queries.getManager(), (float) (1 / Math.sqrt((double) size)));
        NDArray scores = queries.mul(scale)
                .reshape(batch, held, sharing * length, size)
                .matMul(keys.transpose(0, 1, 3, 2)) // (B, K, G T, S)
                .reshape(batch, shape.get(1), length, -1); // (B, H, T, S)
        if (mask != null) {
            scores = scores.add(mask);
        }
        return scores.softmax(3)
                .reshape(batch, held, sharing * length, -1)
                .matMul(values) // (B, K, G T, D)
                .reshape(batch, shape.get(1), length, size)
                .transpose(0, 2, 1, 3)
                .reshape(batch, length, shape.get(1) * size);
    }

    /** 0 where a position may look, minus infinity where it would look ahead; (T, before + T), or null for one position. */
    static NDArray mask(NDManager scope, int length, int before) {
        if (length == 1) {
            return null;
        }
        float[] mask = new float[length * (before + length)];
        for (int row = 0; row < length; row++) {
            for (int column = before + row + 1; column < before + length; column++) {
                mask[row * (before + length) + column] = Float.NEGATIVE_INFINITY;
            }
        }
        return scope.create(mask, new Shape(length, before + length));
    }
}
