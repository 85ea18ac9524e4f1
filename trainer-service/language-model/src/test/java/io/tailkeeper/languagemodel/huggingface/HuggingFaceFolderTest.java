package io.tailkeeper.languagemodel.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import io.tailkeeper.languagemodel.safetensors.TensorFile;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.languagemodel.transformer.DecoderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class HuggingFaceFolderTest {

    static final List<ModelConfig> CONFIGS = DecoderTest.CONFIGS;

    private static final String GPT2 =
            """
            {"model_type": "gpt2", "n_layer": 2, "n_head": 2, "n_embd": 16, "n_positions": 12, "vocab_size": 300,
             "activation_function": "gelu_new", "layer_norm_epsilon": 0.001, "eos_token_id": 299}
            """;
    private static final String LLAMA =
            """
            {"model_type": "llama", "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "hidden_size": 16, "intermediate_size": 28, "max_position_embeddings": 12, "vocab_size": 300,
             "rope_theta": 100, "rms_norm_eps": 0.001, "tie_word_embeddings": true, "eos_token_id": 299,
             "hidden_act": "silu", "rope_scaling": null, "attention_bias": false}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTokenizer() {
        Gpt2RanksTokenizer.of(300).save(folder);
    }

    private void writeConfig(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    private void writeWeights(ModelConfig config, String prefix, String type) throws IOException {
        try (LanguageModel model = LivelyModel.of(config)) {
            TensorFile.of(model, prefix, type).write(folder.resolve("model.safetensors"));
        }
    }

    private void assertOpens(ModelConfig config) {
        try (PretrainedModel opened = Models.open(folder);
                LanguageModel expected = LivelyModel.of(config)) {
            assertThat(opened.model().config()).isEqualTo(config);
            assertThat(opened.tokenizer().endOfText()).isEqualTo(299);
            assertEqualWeights(opened.model(), expected);
        }
    }

    private static void assertEqualWeights(LanguageModel actual, LanguageModel expected) {
        assertThat(actual.parameters().keySet())
                .isNotEmpty()
                .isEqualTo(expected.parameters().keySet());
        expected.parameters().forEach((name, tensor) -> assertThat(
                        actual.parameters().get(name).toFloatArray())
                .as(name)
                .isEqualTo(tensor.toFloatArray()));
    }

    @ParameterizedTest
    @CsvSource({"'', F32", "transformer., F32"})
    void opensGpt2WithAndWithoutItsPrefix(String prefix, String type) throws IOException {
        writeConfig(GPT2);
        writeWeights(LivelyModel.GPT2_TANH, prefix, type);
        assertOpens(LivelyModel.GPT2_TANH);
    }

    @Test
    void opensLlama() throws IOException {
        writeConfig(LLAMA);
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            TensorFile.of(model, "", "F32").write(folder.resolve("model.safetensors")); // names without "model."
        }
        assertOpens(LivelyModel.LLAMA_GROUPED);
    }

    @Test
    void ignoresBuffersAndATiedHeadStoredTwice() throws IOException {
        writeConfig(GPT2);
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2_TANH)) {
            float[] embedding = model.parameters().get("wte.weight").toFloatArray();
            TensorFile.of(model, "transformer.", "F32")
                    .put("transformer.h.0.attn.bias", "U8", new long[] {1, 1, 2, 2}, 1, 0, 1, 1)
                    .put("transformer.h.0.attn.masked_bias", "F32", new long[] {}, -1e4f)
                    .put("lm_head.weight", "F32", new long[] {300, 16}, embedding)
                    .write(folder.resolve("model.safetensors"));
        }
        assertOpens(LivelyModel.GPT2_TANH);
    }

    @ParameterizedTest
    @CsvSource({"BF16, 0x1p-7", "F16, 0x1p-10"})
    void opensHalfPrecision(String type, double precision) throws IOException {
        writeConfig(LLAMA);
        writeWeights(LivelyModel.LLAMA_GROUPED, "", type);
        try (PretrainedModel opened = Models.open(folder);
                LanguageModel exact = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            assertThat(exact.parameters()).isNotEmpty();
            exact.parameters().forEach((name, tensor) -> {
                float[] wanted = tensor.toFloatArray();
                float[] read = opened.model().parameters().get(name).toFloatArray();
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(Math.abs(read[i] - wanted[i]))
                            .isLessThanOrEqualTo((float) (precision * Math.abs(wanted[i]) + 1e-7));
                }
            });
        }
    }

    @Test
    void opensShards() throws IOException {
        writeConfig(LLAMA);
        writeShards();
        assertOpens(LivelyModel.LLAMA_GROUPED);
    }

    private void writeShards() throws IOException {
        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            TensorFile whole = TensorFile.of(model, "", "F32");
            for (boolean second : new boolean[] {false, true}) {
                String shard = second ? "model-00002-of-00002.safetensors" : "model-00001-of-00002.safetensors";
                TensorFile part = whole.only("layers.1", second);
                part.names().forEach(name -> map.put(name, shard));
                part.write(folder.resolve(shard));
            }
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void savedFolderIsTheSameModelToTheBit(ModelConfig config) {
        Path saved = folder.resolve("saved");
        Tokenizer tokenizer = Gpt2RanksTokenizer.of(300);
        try (LanguageModel model = LivelyModel.of(config)) {
            HuggingFaceFolder.write(saved, model, tokenizer);
            try (PretrainedModel opened = Models.open(saved)) {
                assertThat(opened.model().config()).isEqualTo(config);
                assertEqualWeights(opened.model(), model);
                assertThat(opened.tokenizer().encode("a dog barks")).isEqualTo(tokenizer.encode("a dog barks"));
            }
        }
    }

    @Test
    void savedFolderHasTheNamesAndShapesOfTheTransformersLibrary() throws IOException {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_UNTIED_WIDE_HEADS);
                LanguageModel gpt2 = LivelyModel.of(LivelyModel.GPT2_TANH)) {
            HuggingFaceFolder.write(folder, model, Gpt2RanksTokenizer.of(300));
            HuggingFaceFolder.write(folder.resolve("gpt2"), gpt2, Gpt2RanksTokenizer.of(300));
        }
        try (SafetensorsFile llama = SafetensorsFile.open(folder.resolve("model.safetensors"));
                SafetensorsFile gpt2 = SafetensorsFile.open(folder.resolve("gpt2/model.safetensors"))) {
            assertThat(llama.names()).contains("model.embed_tokens.weight", "lm_head.weight", "model.norm.weight");
            assertThat(llama.shape("model.layers.0.self_attn.q_proj.weight").getShape())
                    .containsExactly(48, 16);
            assertThat(llama.shape("model.layers.1.self_attn.k_proj.weight").getShape())
                    .containsExactly(24, 16);
            assertThat(llama.shape("model.layers.1.mlp.down_proj.weight").getShape())
                    .containsExactly(16, 28);
            assertThat(gpt2.shape("transformer.h.1.attn.c_attn.weight").getShape())
                    .containsExactly(16, 48);
            assertThat(gpt2.metadata()).containsEntry("format", "pt");
        }
        JsonNode config =
                new ObjectMapper().readTree(folder.resolve("gpt2/config.json").toFile());
        assertThat(config.required("activation_function").asText()).isEqualTo("gelu_new");
        assertThat(config.required("architectures").required(0).asText()).isEqualTo("GPT2LMHeadModel");
        assertThat(config.required("eos_token_id").asInt()).isEqualTo(299);
    }

    @Test
    void ownCheckpointOfAnyFamilyIsOpenedWithTheTokenizerBesideIt() throws IOException {
        writeConfig(LLAMA);
        writeWeights(LivelyModel.LLAMA_GROUPED, "", "F32");
        Path own = Files.createDirectory(folder.resolve("own"));
        Path checkpoint = own.resolve("generation-1.safetensors");
        String digest;
        try (PretrainedModel base = Models.open(folder)) {
            digest = base.model().save(checkpoint);
            assertThatThrownBy(() -> Models.open(checkpoint)).hasMessageContaining("own has no tokenizer");
            base.tokenizer().save(own);
            try (PretrainedModel opened = Models.openCheckpoint(checkpoint, digest)) {
                assertThat(opened.model().config()).isEqualTo(base.model().config());
                assertThat(opened.model().save(own.resolve("again.safetensors")))
                        .isEqualTo(digest);
                assertThat(opened.tokenizer().fingerprint())
                        .isEqualTo(base.tokenizer().fingerprint());
                assertEqualWeights(opened.model(), base.model());
            }
        }
        Gpt2RanksTokenizer.of(299).save(own);
        assertThatThrownBy(() -> Models.open(checkpoint))
                .hasMessageContaining("was trained with the tokenizer sha256-");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Models.open(folder).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"llama\"                    | \"mamba\"          | model_type is mamba, but Tailkeeper knows gpt2 and llama",
                "\"model_type\"               | \"kind\"           | model_type is missing",
                "\"hidden_size\"              | \"size\"           | hidden_size should be a whole number from 1 on, but is missing",
                "\"vocab_size\": 300          | \"vocab_size\": -1 | vocab_size should be a whole number from 1 on, but is -1",
                "\"rms_norm_eps\": 0.001      | \"rms_norm_eps\": 0| rms_norm_eps should be a number above 0, but is 0",
                "\"rope_scaling\": null       | \"rope_scaling\": {\"rope_type\": \"yarn\"} | rope_scaling is {\"rope_type\":\"yarn\"}, but Tailkeeper computes only a model without it",
                "\"rope_scaling\": null       | \"rope_parameters\": {\"rope_type\": \"llama3\"} | rope_parameters is {\"rope_type\":\"llama3\"}",
                "\"rope_scaling\": null       | \"partial_rotary_factor\": 0.5 | partial_rotary_factor is 0.5",
                "\"rope_scaling\": null       | \"sliding_window\": 4096 | sliding_window is 4096",
                "\"rope_scaling\": null       | \"quantization_config\": {} | quantization_config is {}",
                "\"rope_scaling\": null       | \"mlp_bias\": true | mlp_bias is true, but Tailkeeper computes only false",
                "\"attention_bias\": false    | \"attention_bias\": true | attention_bias is true, but Tailkeeper computes only false",
                "\"silu\"                     | \"relu\"           | hidden_act is \"relu\", but Tailkeeper computes only silu",
                "\"num_attention_heads\": 4   | \"num_attention_heads\": 3 | 3 heads do not divide an embedding of 16",
                "\"num_key_value_heads\": 2   | \"num_key_value_heads\": 3 | 3 key-value heads do not divide heads, 4",
                "{\"model                     | {{\"model          | config.json is no JSON: ",
                "\"intermediate_size\": 28    | \"intermediate_size\": 24 | by config.json it should have (16, 24)",
                "\"tie_word_embeddings\": true| \"tie_word_embeddings\": false | lacks the tensor lm_head.weight of shape (300, 16)",
                "\"num_hidden_layers\": 2     | \"num_hidden_layers\": 1 | has no place in a model of this config.json",
                "\"vocab_size\": 300          | \"vocab_size\": 301 | by config.json it should have (301, 16)",
            })
    void refusesWhatItWouldComputeWrongly(String part, String replacement, String message) throws IOException {
        writeConfig(LLAMA);
        writeWeights(LivelyModel.LLAMA_GROUPED, "", "F32");
        assertThat(LLAMA).contains(part);
        writeConfig(LLAMA.replace(part, replacement));
        assertRefused(folder.toString(), message);
    }

    @ParameterizedTest
    @CsvSource({
        "gelu_new, relu, activation_function",
        "'\"n_embd\": 16', '\"n_embd\": 16, \"n_inner\": 32', n_inner is 32",
        "'\"n_embd\": 16', '\"n_embd\": 16, \"scale_attn_by_inverse_layer_idx\": true', scale_attn_by_inverse_layer_idx",
        "'\"n_embd\": 16', '\"n_embd\": 16, \"tie_word_embeddings\": false', tie_word_embeddings is false",
        "'\"n_head\": 2', '\"n_head\": 3', 3 heads do not divide an embedding of 16"
    })
    void refusesGpt2WithWhatItWouldComputeWrongly(String part, String replacement, String message) throws IOException {
        writeConfig(GPT2.replace(part, replacement));
        writeWeights(LivelyModel.GPT2_TANH, "", "F32");
        assertRefused(folder.toString(), message);
    }

    @Test
    void refusesMissingAndDamagedWeights() throws IOException {
        writeConfig(LLAMA);
        assertRefused("has no weights", "safe_serialization=True");
        writeShards();
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertRefused("shard " + folder.resolve("model-00002-of-00002.safetensors") + " is missing");
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"../b.safetensors\"}}");
        assertRefused("../b.safetensors, which is no file of the same folder");
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
        assertRefused("has no weight_map");
        writeWeights(LivelyModel.LLAMA_GROUPED, "", "F64");
        assertRefused("is F64, not F32, BF16 or F16");
        writeWeights(LivelyModel.LLAMA_GROUPED, "", "F32");
        byte[] content = Files.readAllBytes(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("model.safetensors"), Arrays.copyOf(content, content.length - 9));
        assertRefused("lies outside the file");
    }

    @Test
    void refusesMissingAndWrongTokenizers() throws IOException {
        writeConfig(LLAMA);
        writeWeights(LivelyModel.LLAMA_GROUPED, "", "F32");
        Gpt2RanksTokenizer.of(400).save(folder);
        assertRefused("knows 300 tokens, but its tokenizer has 400");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unigram\"}}");
        assertRefused("tokenizer.json: it is Unigram", "byte-level BPE");
        Files.delete(folder.resolve("tokenizer.json"));
        assertRefused(folder + " has no tokenizer", "save_pretrained");
    }
}
