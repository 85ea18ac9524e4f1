package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** GPT-2. */
final class Gpt2Decoder implements Decoder {

    private static final ScriptedOperator GELU_TANH = ScriptedOperator.of(Gpt2Decoder.class, "gelu_tanh");

    private final ModelConfig config;
    private final Family.Gpt2 family;
    private final SortedMap<String, NDArray> parameters;

    Gpt2Decoder(ModelConfig config, Family.Gpt2 family, SortedMap<String, NDArray> parameters) {
        this.config = config;
        this.family = family;
        this.parameters = parameters;
    }

    @Override
    public NDArray hidden(NDArray tokens, @Nullable KeyValueCache cache, int from) {
        int length = (int) tokens.getShape().get(1);
        int before = Decoder.positionsBefore(tokens, cache, config);
        NDManager scope = tokens.getManager();
        NDArray positions = scope.arange(before, before + length).toType(tokens.getDataType(), false); // (T)
        NDArray x = Decoder.embed(tokens, weight("wte.weight")) // (B, T, C)
                .add(Decoder.embed(positions, weight("wpe.weight")));
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            int wanted = layer == config.layers() - 1 ? from : 0;
            Step step = new Step(layer, wanted, cache);
            x = Decoder.throughLayer(
                    x, y -> Decoder.since(wanted, y, 1).add(attention(norm(y, block + "ln_1"), block + "attn.", step)));
            x = Decoder.throughLayer(x, y -> y.add(feedForward(norm(y, block + "ln_2"), block)));
        }
        return norm(x, "ln_f");
    }

    /** What attention needs beside the residual stream; queries are wanted from position {@code from} on. */
    private record Step(int layer, int from, @Nullable KeyValueCache cache) {}

    private NDArray weight(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    @Override
    public NDArray head(NDArray hidden) {
        return Decoder.linear(hidden, weight("wte.weight"));
    }

    private NDArray attention(NDArray x, String name, Step step) {
        NDList parts = project(x, name + "c_attn").split(3, 2); // 3 x (B, T, C)
        NDArray queries =
                CausalAttention.heads(Decoder.since(step.from(), parts.get(0), 1), config.heads()); // (B, H, L, D)
        NDArray keys = CausalAttention.heads(parts.get(1), config.heads()); // (B, H, T, D)
        NDArray values = CausalAttention.heads(parts.get(2), config.heads());
        KeyValueCache cache = step.cache();
        if (cache != null) {
            KeyValueCache.Held held = cache.append(step.layer(), keys, values);
            keys = held.keys();
            values = held.values();
        }
        return project(CausalAttention.attend(queries, keys, values), name + "c_proj");
    }

    private NDArray feedForward(NDArray x, String block) {
        NDArray wide = project(x, block + "mlp.c_fc"); // (B, T, 4C)
        NDArray activated =
                switch (family.gelu()) {
                    case EXACT -> wide.getNDArrayInternal().gelu();
                    case TANH -> GELU_TANH.apply(wide);
                };
        return project(activated, block + "mlp.c_proj");
    }

    private NDArray project(NDArray x, String name) {
        try (NDArray product = x.matMul(weight(name + ".weight"))) {
            return product.add(weight(name + ".bias"));
        }
    }

    private NDArray norm(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(
                        x, new Shape(config.embeddingSize()), weight(name + ".weight"), weight(name + ".bias"), (float)
                                family.normEpsilon())
                .singletonOrThrow();
    }
}
