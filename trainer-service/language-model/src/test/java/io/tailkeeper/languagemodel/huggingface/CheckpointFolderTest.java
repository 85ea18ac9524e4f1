package io.tailkeeper.languagemodel.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint of Tailkeeper's own as the trainer leaves it: with the files by which Hugging Face's libraries open it. */
class CheckpointFolderTest {

    private static final ModelConfig GPT2 = new ModelConfig(1, 2, 8, 16, 300);

    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void saveAsTheTrainerDoes() {
        save(GPT2);
    }

    private void save(ModelConfig config) {
        checkpoint = folder.resolve("model.safetensors");
        Tokenizer tokenizer = Gpt2RanksTokenizer.of(300);
        try (LanguageModel model = Models.initialise(config, 1)) {
            model.save(checkpoint);
        }
        HuggingFaceFolder.describe(folder, config, tokenizer);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Models.open(folder).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
        assertThatThrownBy(() -> Models.openCheckpoint(checkpoint, null).close())
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void whatIsWrittenBesideACheckpointIsAcceptedBesideIt() throws IOException {
        Models.open(folder).close();
        save(LivelyModel.LLAMA_GROUPED);
        Models.open(folder).close();

        Path tokenizer = folder.resolve("tokenizer.json");
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.write(tokenizer, json.writeValueAsBytes(json.readTree(tokenizer.toFile())));
        Models.open(folder).close(); // other white space, the same tokenizer
        Files.delete(tokenizer);
        Files.delete(folder.resolve("config.json"));
        Models.open(folder).close(); // complete without them
        assertThat(Models.config(folder)).isEqualTo(LivelyModel.LLAMA_GROUPED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.json    | \"n_head\" : 2          | \"n_head\" : 4         | was trained with ModelConfig[layers=1, heads=2",
                "config.json    | \"gelu\"                | \"gelu_new\"           | config.json beside the checkpoint",
                "config.json    | \"eos_token_id\" : 299  | \"eos_token_id\" : 7   | texts that end with token [299], not [7]",
                "config.json    | {                       | not json at all        | config.json is no JSON",
                "tokenizer.json | BPE                     | WordLevel              | the tokenizer gpt2-ranks-300",
                "tokenizer.json | \"Ġt\":256              | \"Ġt\":257             | the tokenizer gpt2-ranks-300",
                "tokenizer.json | {                       | not json at all        | tokenizer.json is no JSON",
            })
    void anEditBesideACheckpointIsRefusedNotPassedOver(String name, String part, String edit, String message)
            throws IOException {
        Path file = folder.resolve(name);
        String content = Files.readString(file);
        assertThat(content).contains(part);
        Files.writeString(file, content.replaceFirst(Pattern.quote(part), edit));
        assertRefused(folder.toString(), message);
    }

    @Test
    void generationConfigIsNotPassedOverEither() throws IOException {
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [299, 5]}");
        assertRefused("texts that end with token [299], not [299, 5]", "delete it");
    }
}
