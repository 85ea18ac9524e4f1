package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.plaindecoder.Layer.Activation;
import io.tailkeeper.plaindecoder.Layer.FeedForward;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model of either family consists of.
 *
 * @param embedding (V, C)
 * @param positions (T, C); null where positions are rotary
 * @param rotation null where positions are learned
 * @param head (C, V)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Architecture(
        float[][] embedding,
        float @Nullable [][] positions,
        @Nullable Rotation rotation,
        List<Layer> layers,
        Norm lastNorm,
        Matrix head) {

    static Architecture of(LanguageModel model) {
        ModelWeights weights = new ModelWeights(model);
        return switch (model.config().family()) {
            case Family.Gpt2 gpt2 -> gpt2(model.config(), gpt2, weights);
            case Family.Llama llama -> llama(model.config(), llama, weights);
        };
    }

    private static Architecture gpt2(ModelConfig config, Family.Gpt2 family, ModelWeights weights) {
        double epsilon = family.normEpsilon();
        Activation activation =
                switch (family.gelu()) {
                    case EXACT -> wide -> Activations.gelu(wide, 4 * config.embeddingSize());
                    case TANH -> wide -> Activations.geluTanh(wide, 4 * config.embeddingSize());
                };
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            layers.add(new Layer(
                    weights.layerNorm(block + "ln_1", epsilon),
                    weights.affine(block + "attn.c_attn"),
                    weights.affine(block + "attn.c_proj"),
                    weights.layerNorm(block + "ln_2", epsilon),
                    new FeedForward(
                            weights.affine(block + "mlp.c_fc"), activation, weights.affine(block + "mlp.c_proj"))));
        }
        return new Architecture(
                weights.rows("wte.weight"),
                weights.rows("wpe.weight"),
                null,
                List.copyOf(layers),
                weights.layerNorm("ln_f", epsilon),
                weights.linear(config.embeddingSize(), "wte"));
    }

    private static Architecture llama(ModelConfig config, Family.Llama family, ModelWeights weights) {
        double epsilon = family.normEpsilon();
        int width = config.embeddingSize();
        int inner = family.feedForwardSize();
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            String own = block + "self_attn.";
            layers.add(new Layer(
                    weights.rmsNorm(block + "input_layernorm", epsilon),
                    weights.linear(width, own + "q_proj", own + "k_proj", own + "v_proj"),
                    weights.linear(config.heads() * family.headSize(), own + "o_proj"),
                    weights.rmsNorm(block + "post_attention_layernorm", epsilon),
                    new FeedForward(
                            weights.linear(width, block + "mlp.gate_proj", block + "mlp.up_proj"),
                            wide -> Activations.swiGlu(wide, inner),
                            weights.linear(inner, block + "mlp.down_proj"))));
        }
        return new Architecture(
                weights.rows("model.embed_tokens.weight"),
                null,
                new Rotation(config, family),
                List.copyOf(layers),
                weights.rmsNorm("model.norm", epsilon),
                weights.linear(width, family.tiedHead() ? "model.embed_tokens" : "lm_head"));
    }
}
