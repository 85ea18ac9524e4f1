package io.tailkeeper.languagemodel.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.util.List;
import java.util.Set;

/**
 * The {@code config.json} of a Hugging Face folder as a model's shape and back. Defaults are those of the transformers
 * library; whatever would make the model compute something else than this program does is refused.
 */
public final class HuggingFaceConfig {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL_TYPE = "model_type";
    private static final Set<String> TANH_GELU = Set.of("gelu_new", "gelu_pytorch_tanh", "gelu_fast");

    private HuggingFaceConfig() {}

    /**
     * The shape that the file describes.
     *
     * @throws CheckpointException when the model is of another type or has what neither family has
     */
    public static ModelConfig read(JsonFile json) {
        json.requireMissing("quantization_config");
        String type = json.text(MODEL_TYPE, "missing");
        try {
            ModelConfig config =
                    switch (type) {
                        case "gpt2" -> gpt2(json);
                        case "llama" -> llama(json);
                        default ->
                            throw new CheckpointException(json.path() + ": model_type is " + ForeignText.shown(type)
                                    + ", but Tailkeeper knows gpt2 and llama; take a model of one of these");
                    };
            requireTokens(json, config.vocabularySize());
            return config;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(json.path() + ": " + e.getMessage(), e);
        }
    }

    private static ModelConfig gpt2(JsonFile json) {
        int width = json.size("n_embd");
        json.requireUnlessMissing("n_inner", Long.toString(4L * width));
        json.requireUnlessMissing("scale_attn_weights", "true");
        json.requireUnlessMissing("scale_attn_by_inverse_layer_idx", "false");
        json.requireUnlessMissing("add_cross_attention", "false");
        json.requireUnlessMissing("tie_word_embeddings", "true");
        String activation = json.text("activation_function", "gelu_new");
        if (!TANH_GELU.contains(activation)) {
            json.requireUnlessMissing("activation_function", "gelu");
        }
        Family.Gelu gelu = TANH_GELU.contains(activation) ? Family.Gelu.TANH : Family.Gelu.EXACT;
        return new ModelConfig(
                json.size("n_layer"),
                json.size("n_head"),
                width,
                json.has("n_positions") ? json.size("n_positions") : json.size("n_ctx"),
                json.size("vocab_size"),
                new Family.Gpt2(gelu, json.positive("layer_norm_epsilon", 1e-5)));
    }

    private static ModelConfig llama(JsonFile json) {
        for (String field : List.of("attention_bias", "mlp_bias", "rope_interleaved")) {
            json.requireUnlessMissing(field, "false");
        }
        json.requireUnlessMissing("hidden_act", "silu");
        json.requireMissing("sliding_window");
        int heads = json.size("num_attention_heads");
        int width = json.size("hidden_size");
        if (!json.has("head_dim") && width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads do not divide an embedding of " + width);
        }
        return new ModelConfig(
                json.size("num_hidden_layers"),
                heads,
                width,
                json.size("max_position_embeddings"),
                json.size("vocab_size"),
                new Family.Llama(
                        json.size("num_key_value_heads", heads),
                        json.size("head_dim", width / heads),
                        json.size("intermediate_size"),
                        RotaryConfig.theta(json),
                        json.positive("rms_norm_eps", 1e-6),
                        json.flag("tie_word_embeddings", false)));
    }

    private static void requireTokens(JsonFile json, int vocabularySize) {
        json.tokens("bos_token_id", 0, vocabularySize);
        json.tokens("eos_token_id", 0, vocabularySize);
        json.tokens("pad_token_id", -1, vocabularySize); // -1 was Llama's way to say none
    }

    /** @param tokenizer whose end of text begins and ends documents */
    static byte[] write(ModelConfig config, Tokenizer tokenizer) throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode();
        switch (config.family()) {
            case Family.Gpt2 gpt2 -> putGpt2(json, config, gpt2);
            case Family.Llama llama -> putLlama(json, config, llama);
        }
        json.put("vocab_size", config.vocabularySize());
        json.put("bos_token_id", tokenizer.endOfText());
        List<Integer> ends = tokenizer.endTokens();
        if (ends.size() == 1) {
            json.put("eos_token_id", tokenizer.endOfText());
        } else {
            ends.forEach(json.putArray("eos_token_id")::add);
        }
        json.put("torch_dtype", "float32");
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static void putGpt2(ObjectNode json, ModelConfig config, Family.Gpt2 gpt2) {
        json.putArray("architectures").add("GPT2LMHeadModel");
        json.put(MODEL_TYPE, "gpt2");
        json.put("n_layer", config.layers());
        json.put("n_head", config.heads());
        json.put("n_embd", config.embeddingSize());
        json.put("n_positions", config.contextLength());
        json.put("activation_function", gpt2.gelu() == Family.Gelu.TANH ? "gelu_new" : "gelu");
        json.put("layer_norm_epsilon", gpt2.normEpsilon());
        json.put("tie_word_embeddings", true);
    }

    private static void putLlama(ObjectNode json, ModelConfig config, Family.Llama llama) {
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put(MODEL_TYPE, "llama");
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", llama.keyValueHeads());
        json.put("head_dim", llama.headSize());
        json.put("hidden_size", config.embeddingSize());
        json.put("intermediate_size", llama.feedForwardSize());
        json.put("max_position_embeddings", config.contextLength());
        json.put("rope_theta", llama.rotaryBase());
        json.put("rms_norm_eps", llama.normEpsilon());
        json.put("hidden_act", "silu");
        json.put("attention_bias", false);
        json.put("tie_word_embeddings", llama.tiedHead());
    }
}
