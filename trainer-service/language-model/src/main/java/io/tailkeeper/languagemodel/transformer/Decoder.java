package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of a family. Weights are never the first operand of an operation: DJL puts a result into the manager
 * of its first operand, and what lands in the weights' manager is only freed with the model.
 */
interface Decoder {

    /** The forward pass of the configuration's family over these weights. */
    static Decoder of(ModelConfig config, SortedMap<String, NDArray> parameters) {
        return switch (config.family()) {
            case Family.Gpt2 gpt2 -> new Gpt2Decoder(config, gpt2, parameters);
            case Family.Llama llama -> new LlamaDecoder(config, llama, parameters);
        };
    }

    /**
     * The residual stream after the last norm.
     *
     * @param tokens (B, T) int64; with a cache they follow what it holds
     * @param from first position that is wanted; the last layer works on no other but for its keys and values
     * @return (B, T - from, C) of the weights' type, in the manager of {@code tokens}
     * @throws IllegalArgumentException when the text does not fit into the context
     */
    NDArray hidden(NDArray tokens, @Nullable KeyValueCache cache, int from);

    /** Logits (…, V) of the residual stream (…, C). */
    NDArray head(NDArray hidden);

    /** Positions that stand before {@code tokens} (B, T), which must all fit into the context. */
    static int positionsBefore(NDArray tokens, @Nullable KeyValueCache cache, ModelConfig config) {
        int before = cache == null ? 0 : cache.length();
        long after = before + tokens.getShape().get(1);
        if (after > config.contextLength()) {
            throw new IllegalArgumentException("a text of " + after
                    + " tokens does not fit into the model's context of " + config.contextLength());
        }
        return before;
    }

    /** The part of {@code x} that begins at a position of an axis. */
    static NDArray since(int position, NDArray x, int axis) {
        return position == 0 ? x : x.split(new long[] {position}, axis).get(1);
    }

    /** Rows of a table by their numbers: (…) int64 and (N, C) give (…, C). */
    static NDArray embed(NDArray ids, NDArray table) {
        return ids.getNDArrayInternal()
                .embedding(ids, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /**
     * One layer of a stack, whose temporaries are let go of when it is done instead of with the whole pass. What the
     * gradient needs, the engine keeps by itself, until the backward pass has been there.
     *
     * @param x given up: the layer's caller has no use for it any more
     * @return what the layer makes of it, in the manager that {@code x} was in
     */
    static NDArray throughLayer(NDArray x, UnaryOperator<NDArray> layer) {
        NDManager outer = x.getManager();
        try (NDManager inner = outer.newSubManager()) {
            x.attach(inner);
            NDArray y = layer.apply(x);
            y.attach(outer);
            return y;
        }
    }

    /** x W^T: (…, in) and (out, in) give (…, out). */
    static NDArray linear(NDArray x, NDArray weight) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }
}
