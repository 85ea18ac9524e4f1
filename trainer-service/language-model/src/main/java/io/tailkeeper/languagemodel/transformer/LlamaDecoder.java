package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Weights;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Llama. */
final class LlamaDecoder implements Decoder {

    private static final ScriptedOperator SILU = ScriptedOperator.of(LlamaDecoder.class, "silu");

    private final ModelConfig config;
    private final Family.Llama family;
    private final SortedMap<String, NDArray> parameters;

    LlamaDecoder(ModelConfig config, Family.Llama family, SortedMap<String, NDArray> parameters) {
        this.config = config;
        this.family = family;
        this.parameters = parameters;
    }

    @Override
    public NDArray hidden(NDArray tokens, @Nullable KeyValueCache cache, int from) {
        int length = (int) tokens.getShape().get(1);
        int before = Decoder.positionsBefore(tokens, cache, config);
        NDManager scope = tokens.getManager();
        RotaryPositions positions = RotaryPositions.of(scope, family, before, length);
        NDArray x = Decoder.embed(tokens, weight("model.embed_tokens.weight")); // (B, T, C)
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            int wanted = layer == config.layers() - 1 ? from : 0;
            Step step = new Step(layer, wanted, positions, cache);
            x = Decoder.throughLayer(x, y -> Decoder.since(wanted, y, 1)
                    .add(attention(norm(y, block + "input_layernorm"), block + "self_attn.", step)));
            x = Decoder.throughLayer(
                    x, y -> y.add(feedForward(norm(y, block + "post_attention_layernorm"), block + "mlp.")));
        }
        return norm(x, "model.norm");
    }

    /** What attention needs beside the residual stream; queries are wanted from position {@code from} on. */
    private record Step(int layer, int from, RotaryPositions positions, @Nullable KeyValueCache cache) {}

    private NDArray weight(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    @Override
    public NDArray head(NDArray hidden) {
        return Decoder.linear(hidden, weight(family.tiedHead() ? "model.embed_tokens.weight" : "lm_head.weight"));
    }

    private NDArray attention(NDArray x, String name, Step step) {
        int shared = family.keyValueHeads();
        NDArray wanted = Decoder.since(step.from(), x, 1); // (B, L, C)
        NDArray queries = CausalAttention.heads(project(wanted, name + "q_proj"), config.heads()); // (B, H, L, D)
        NDArray keys = CausalAttention.heads(project(x, name + "k_proj"), shared); // (B, K, T, D)
        NDArray values = CausalAttention.heads(project(x, name + "v_proj"), shared);
        queries = step.positions().rotate(queries, step.from());
        keys = step.positions().rotate(keys, 0);
        KeyValueCache cache = step.cache();
        if (cache != null) {
            KeyValueCache.Held held = cache.append(step.layer(), keys, values);
            keys = held.keys();
            values = held.values();
        }
        return project(CausalAttention.attend(queries, keys, values), name + "o_proj");
    }

    /** SwiGLU (Shazeer, 2020). */
    private NDArray feedForward(NDArray x, String name) {
        NDArray gate = project(x, name + "gate_proj"); // (B, T, F)
        NDArray open = SILU.apply(gate);
        return project(open.mul(project(x, name + "up_proj")), name + "down_proj");
    }

    private NDArray project(NDArray x, String name) {
        return Decoder.linear(x, weight(name + ".weight"));
    }

    /** RMSNorm (Zhang and Sennrich, 2019), computed in float32. */
    private NDArray norm(NDArray input, String name) {
        NDArray x = Casts.toFloat32(input);
        NDArray epsilon = Weights.constant(x.getManager(), (float) family.normEpsilon());
        NDArray size = x.mul(x).mean(new int[] {-1}, true).add(epsilon).sqrt(); // (B, T, 1)
        return Casts.like(input, x.div(size).mul(weight(name + ".weight")));
    }
}
