package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.SortedMap;

/**
 * The forward pass of GPT-2. Weights are never the first operand of an operation: DJL puts a result into the manager of
 * its first operand, and what lands in the weights' manager is only freed with the model.
 */
final class Decoder {

    private static final float EPSILON = 1e-5f;

    private final ModelConfig config;
    private final SortedMap<String, NDArray> parameters;

    Decoder(ModelConfig config, SortedMap<String, NDArray> parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    /**
     * The residual stream after the last norm.
     *
     * @param tokens (B, T) int64; with a cache they follow what it holds
     * @param from first position that is wanted; the last layer works on no other but for its keys and values
     * @return (B, T - from, C) float32
     */
    NDArray hidden(NDArray tokens, KeyValueCache cache, int from) {
        long length = tokens.getShape().get(1);
        long before = cache == null ? 0 : cache.length();
        if (before + length > config.contextLength()) {
            throw new IllegalArgumentException("a text of " + (before + length)
                    + " tokens does not fit into the model's context of " + config.contextLength());
        }
        NDManager scope = tokens.getManager();
        NDArray positions = scope.arange((int) before, (int) (before + length)); // (T)
        NDArray mask = length == 1 ? null : causalMask(scope, (int) length, (int) before);
        NDArray x = embed(tokens, "wte.weight") // (B, T, C)
                .add(embed(positions.toType(tokens.getDataType(), false), "wpe.weight"));
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            int wanted = layer == config.layers() - 1 ? from : 0;
            NDArray mixed = attention(norm(x, block + "ln_1"), layer, mask, cache, wanted);
            x = since(wanted, x, 1).add(mixed);
            x = x.add(feedForward(norm(x, block + "ln_2"), block));
        }
        return norm(x, "ln_f");
    }

    private static NDArray since(int position, NDArray x, int axis) {
        return position == 0 ? x : x.split(new long[] {position}, axis).get(1);
    }

    /** Logits (…, V) of the residual stream (…, C). */
    NDArray head(NDArray hidden) {
        return hidden.getNDArrayInternal()
                .linear(hidden, parameters.get("wte.weight"), null)
                .singletonOrThrow();
    }

    private NDArray attention(NDArray x, int layer, NDArray mask, KeyValueCache cache, int from) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        String name = "h." + layer + ".attn.";
        NDList parts = project(x, name + "c_attn").split(3, 2); // 3 x (B, T, C)
        NDArray queries = heads(since(from, parts.get(0), 1), batch, length - from); // (B, H, T - from, D)
        NDArray keys = heads(parts.get(1), batch, length); // (B, H, T, D)
        NDArray values = heads(parts.get(2), batch, length);
        if (cache != null) {
            keys = cache.appendKeys(layer, keys);
            values = cache.appendValues(layer, values);
        }
        NDArray scale = Weights.constant(x.getManager(), (float) (1 / Math.sqrt(config.headSize())));
        NDArray scores = queries.mul(scale).matMul(keys.transpose(0, 1, 3, 2)); // (B, H, T - from, T)
        if (mask != null) {
            scores = scores.add(since(from, mask, 0));
        }
        NDArray mixed = scores.softmax(3)
                .matMul(values) // (B, H, T - from, D)
                .transpose(0, 2, 1, 3)
                .reshape(batch, length - from, config.embeddingSize()); // (B, T - from, C)
        return project(mixed, name + "c_proj");
    }

    private NDArray heads(NDArray x, long batch, long length) {
        return x.reshape(batch, length, config.heads(), config.headSize()).transpose(0, 2, 1, 3);
    }

    private NDArray feedForward(NDArray x, String block) {
        NDArray wide = project(x, block + "mlp.c_fc"); // (B, T, 4C)
        return project(wide.getNDArrayInternal().gelu(), block + "mlp.c_proj");
    }

    private NDArray project(NDArray x, String name) {
        return x.matMul(parameters.get(name + ".weight")).add(parameters.get(name + ".bias"));
    }

    private NDArray norm(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(
                        x,
                        new Shape(config.embeddingSize()),
                        parameters.get(name + ".weight"),
                        parameters.get(name + ".bias"),
                        EPSILON)
                .singletonOrThrow();
    }

    private NDArray embed(NDArray ids, String name) {
        return ids.getNDArrayInternal()
                .embedding(ids, parameters.get(name), SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /** 0 where a position may look, minus infinity where it would look ahead; (T, before + T). */
    private static NDArray causalMask(NDManager scope, int length, int before) {
        float[] mask = new float[length * (before + length)];
        for (int row = 0; row < length; row++) {
            for (int column = before + row + 1; column < before + length; column++) {
                mask[row * (before + length) + column] = Float.NEGATIVE_INFINITY;
            }
        }
        return scope.create(mask, new Shape(length, before + length));
    }
}
