package io.tailkeeper.languagemodel.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.models.Continuation;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.TensorFile;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder's files say is done, or the folder is refused. */
class HuggingFaceStatementsTest {

    private static final String LLAMA =
            """
            {"model_type": "llama", "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "hidden_size": 16, "intermediate_size": 28, "max_position_embeddings": 12, "vocab_size": 300,
             "rope_theta": 100, "rms_norm_eps": 0.001, "tie_word_embeddings": true, "eos_token_id": 299}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        Gpt2RanksTokenizer.of(300).save(folder);
        Files.writeString(folder.resolve("config.json"), LLAMA);
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            TensorFile.of(model, "", "F32").write(folder.resolve("model.safetensors"));
        }
    }

    private void replace(String part, String replacement) throws IOException {
        assertThat(LLAMA).contains(part);
        Files.writeString(folder.resolve("config.json"), LLAMA.replace(part, replacement));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Models.open(folder).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTensorComesFromTheShardThatWeightMapNames(boolean staleFirst) throws IOException {
        String own = staleFirst ? "model-2.safetensors" : "model-1.safetensors";
        String stale = staleFirst ? "model-1.safetensors" : "model-2.safetensors";
        ObjectNode map = new ObjectMapper().createObjectNode();
        float[] norm;
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            norm = model.parameters().get("model.norm.weight").toFloatArray();
            TensorFile whole = TensorFile.of(model, "", "F32");
            whole.names().forEach(name -> map.put(name, own));
            whole.write(folder.resolve(own));
            whole.only("layers.1", true)
                    .put("norm.weight", "F32", new long[] {16}, new float[16])
                    .write(folder.resolve(stale));
        }
        map.put("layers.1.input_layernorm.weight", stale);
        Files.delete(folder.resolve("model.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\": " + map + "}");
        try (PretrainedModel opened = Models.open(folder)) {
            assertThat(opened.model().parameters().get("model.norm.weight").toFloatArray())
                    .isEqualTo(norm);
        }
        map.put("embed_tokens.weight", stale);
        Files.writeString(index, "{\"weight_map\": " + map + "}");
        assertRefused(folder.resolve(stale) + " lacks the tensor embed_tokens.weight", index.toString());
        map.put("model.norm.weight", own);
        Files.writeString(index, "{\"weight_map\": " + map + "}");
        assertRefused("lacks the tensor");
        Files.writeString(index, "{\"weight_map\": {\"a\": 7}}");
        assertRefused("names the shard 7, which is no file of the same folder");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"b\\u0000\"}}");
        assertRefused("which is no file of the same folder");
    }

    @Test
    void aTiedHeadThatDiffersFromTheEmbeddingIsRefused() throws IOException {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            float[] embedding =
                    model.parameters().get("model.embed_tokens.weight").toFloatArray();
            TensorFile file = TensorFile.of(model, "", "F32");
            file.put("lm_head.weight", "F32", new long[] {300, 16}, embedding)
                    .write(folder.resolve("model.safetensors"));
            Models.open(folder).close();
            file.only("embed_tokens", false).write(folder.resolve("model.safetensors"));
            try (PretrainedModel opened = Models.open(folder)) {
                assertThat(opened.model()
                                .parameters()
                                .get("model.embed_tokens.weight")
                                .toFloatArray())
                        .as("saved under one of its two names")
                        .isEqualTo(embedding);
            }
            embedding[4799] += 1e-3f;
            file.put("lm_head.weight", "F32", new long[] {300, 16}, embedding)
                    .write(folder.resolve("model.safetensors"));
            assertRefused("tensor lm_head.weight", "differs from embed_tokens.weight", "tie_word_embeddings");
            file.put("lm_head.weight", "F32", new long[] {1}, 0).write(folder.resolve("model.safetensors"));
            assertRefused("tensor lm_head.weight", "differs from embed_tokens.weight");
        }
    }

    @Test
    void oneTensorUnderTwoNamesIsRefused() throws IOException {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            TensorFile.of(model, "", "F32")
                    .put("model.norm.weight", "F32", new long[] {16}, new float[16])
                    .write(folder.resolve("model.safetensors"));
        }
        assertRefused("tensors model.norm.weight and norm.weight", "are one and the same");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"rope_scaling\": {\"factor\": 8.0} | rope_scaling should be of a kind that rope_type names",
                "\"rope_scaling\": [8.0] | rope_scaling should be an object, but is [8.0]",
                "\"rope_scaling\": \"linear\" | rope_scaling should be an object",
                "\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8.0} | rope_scaling is {",
                "\"rope_scaling\": {\"rope_type\": \"default\", \"type\": \"yarn\"} | rope_scaling should be of one kind",
                "\"rope_scaling\": {\"type\": [\"linear\"]} | rope_scaling should be of one kind",
                "\"rope_scaling\": {\"type\": \"default\", \"factor\": 2} | rope_scaling should be without factor",
                "\"rope_parameters\": {\"rope_theta\": 100, \"factor\": 8} | rope_parameters should be of a kind",
                "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 200} | rope_theta is 100.0 and, in rope_parameters, 200.0",
                "\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"default\"}} | rope_parameters should be of a kind",
            })
    void rotaryPositionsThatAreScaledOrContradictThemselvesAreRefused(String rope, String message) throws IOException {
        replace("\"rope_theta\": 100", "\"rope_theta\": 100, " + rope);
        assertRefused(folder.resolve("config.json") + ": ", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rope_theta\": 100, \"rope_scaling\": {\"type\": \"default\"}",
                "\"rope_theta\": 100, \"rope_scaling\": {}",
                "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 100.0}",
                "\"rope_parameters\": {\"rope_theta\": 100}"
            })
    void unscaledRotaryPositionsAreThoseOfTheBaseAlone(String rope) throws IOException {
        replace("\"rope_theta\": 100", rope);
        assertThat(Models.config(folder)).isEqualTo(LivelyModel.LLAMA_GROUPED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"eos_token_id\": -5         | eos_token_id should be a token's id",
                "\"eos_token_id\": 300        | but is 300",
                "\"eos_token_id\": 2147483647 | but is 2147483647",
                "\"eos_token_id\": 1e3        | but is 1000.0",
                "\"eos_token_id\": [7, -5]    | but is [7,-5]",
                "\"eos_token_id\": \"7\"      | but is \"7\"",
                "\"eos_token_id\": 299, \"bos_token_id\": 2147483648 | bos_token_id should be",
                "\"eos_token_id\": 299, \"pad_token_id\": -5 | pad_token_id should be a token's id from -1 to 299",
                "\"eos_token_id\": 299, \"eos_token_id\": 298 | Duplicate field 'eos_token_id'",
                "\"eos_token_id\": 299, \"tie_word_embeddings\": \"yes\" | Duplicate field",
            })
    void idsThatAreNoTokensAreRefused(String ids, String message) throws IOException {
        replace("\"eos_token_id\": 299", ids);
        assertRefused(folder.resolve("config.json").toString(), message);
    }

    @Test
    void everyEndTokenOfConfigAndGenerationConfigEndsAText() throws IOException {
        replace("\"eos_token_id\": 299", "\"eos_token_id\": [298, 299]");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 5}");
        try (PretrainedModel opened = Models.open(folder)) {
            assertThat(opened.tokenizer().endTokens()).containsExactly(298, 299, 5);
            assertThat(opened.tokenizer().endOfText()).isEqualTo(298);
            Path saved = folder.resolve("saved");
            HuggingFaceFolder.write(saved, opened.model(), opened.tokenizer());
            assertThat(Models.tokenizer(saved).endTokens()).containsExactly(298, 299, 5);
        }
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 300}");
        assertRefused("knows 300 tokens, but is said to end texts with number 300");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": -5}");
        assertRefused("generation_config.json: eos_token_id should be", "but is -5");
    }

    @Test
    void writingStopsAtAnyEndToken() throws IOException {
        DecodingStrategy greedy = new DecodingStrategy.Greedy();
        int[] prompt = Gpt2RanksTokenizer.of(300).encode("a");
        int[] whole;
        try (PretrainedModel opened = Models.open(folder)) {
            whole = new TextGenerator(opened.model()).write(new int[][] {prompt}, 10, greedy, new long[1])[0];
        }
        int unseen = 0;
        while (contains(whole, unseen)) {
            unseen++;
        }
        replace("\"eos_token_id\": 299", "\"eos_token_id\": [" + unseen + ", " + whole[2] + "]");
        try (PretrainedModel opened = Models.open(folder)) {
            String text = Continuation.text(opened, "a", 10, greedy, 1);
            int until = whole[0] == whole[2] ? 0 : whole[1] == whole[2] ? 1 : 2;
            int[] all = new int[prompt.length + until];
            System.arraycopy(prompt, 0, all, 0, prompt.length);
            System.arraycopy(whole, 0, all, prompt.length, until);
            assertThat(text).isEqualTo(opened.tokenizer().decode(all).strip());
        }
    }

    private static boolean contains(int[] tokens, int token) {
        return Arrays.stream(tokens).anyMatch(other -> other == token);
    }

    @Test
    void aContextThatIsStatedFarTooLongTakesNoMemory() throws IOException {
        replace("\"max_position_embeddings\": 12", "\"max_position_embeddings\": 2147483647");
        try (PretrainedModel opened = Models.open(folder)) {
            assertThat(Continuation.text(opened, "a", 5, new DecodingStrategy.Greedy(), 1))
                    .startsWith("a");
        }
    }
}
