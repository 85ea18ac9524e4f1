package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.Weights;

/**
 * Scaled dot-product attention in which a position attends to itself and what stands before it. Neighbouring heads of
 * queries may share one head of keys and values: query head h attends to head h K / H of K.
 */
final class CausalAttention {

    private static final ScriptedOperator CAUSAL = ScriptedOperator.of(CausalAttention.class, "causal_attention");
    private static final ScriptedOperator FULL = ScriptedOperator.of(CausalAttention.class, "full_attention");
    private static final ScriptedOperator MASKED = ScriptedOperator.of(CausalAttention.class, "masked_attention");

    private CausalAttention() {}

    /** Divides the last axis into heads: (B, T, H D) gives (B, H, T, D). */
    static NDArray heads(NDArray x, int heads) {
        Shape shape = x.getShape(); // (B, T, H D)
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    /**
     * The values that queries attend to. The queries are those of the last T of S positions.
     *
     * @param queries (B, H, T, D)
     * @param keys (B, K, S, D), K a divisor of H
     * @param values (B, K, S, D)
     * @return (B, T, H D)
     */
    static NDArray attend(NDArray queries, NDArray keys, NDArray values) {
        Shape shape = queries.getShape();
        long batch = shape.get(0);
        long heads = shape.get(1);
        long length = shape.get(2);
        long size = shape.get(3);
        long held = keys.getShape().get(1);
        long positions = keys.getShape().get(2);
        NDArray mixed; // (B, H, T, D)
        if (length == 1) { // heads that share keys are rows of one product
            mixed = FULL.apply(queries.reshape(batch, held, heads / held, size), keys, values);
        } else if (length == positions) {
            mixed = CAUSAL.apply(queries, keys, values);
        } else {
            NDArray mask = Casts.like(queries, mask(queries.getManager(), (int) length, (int) positions));
            mixed = MASKED.apply(queries, keys, values, mask);
        }
        return mixed.reshape(batch, heads, length, size).transpose(0, 2, 1, 3).reshape(batch, length, heads * size);
    }

    /** 0 where one of the last T of S positions may attend, minus infinity where it would attend ahead; (T, S). */
    private static NDArray mask(NDManager scope, int length, int positions) {
        float[] mask = new float[length * positions];
        for (int row = 0; row < length; row++) {
            for (int column = positions - length + row + 1; column < positions; column++) {
                mask[row * positions + column] = Float.NEGATIVE_INFINITY;
            }
        }
        return Weights.create(scope, mask, new Shape(length, positions));
    }
}
