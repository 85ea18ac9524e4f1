package io.tailkeeper.languagemodel.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedCheckpointTest {

    private static final String SHARD = "model-00001-of-00001.safetensors";

    @TempDir
    Path folder;

    private Path index;

    @BeforeEach
    void write() throws IOException {
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 7)) {
            HuggingFaceFolder.write(folder, model, Gpt2RanksTokenizer.of(512));
        }
        Files.move(folder.resolve("model.safetensors"), folder.resolve(SHARD));
        ObjectNode map = new ObjectMapper().createObjectNode();
        try (SafetensorsFile shard = SafetensorsFile.open(folder.resolve(SHARD))) {
            shard.names().forEach(name -> map.put(name, SHARD));
        }
        index = writeIndex(map.toString());
    }

    private Path writeIndex(String map) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\": " + map + "}");
    }

    /** The definition, written a second time. */
    private String expected(String... names) throws IOException {
        StringBuilder lines = new StringBuilder();
        Arrays.sort(names);
        for (String name : names) {
            lines.append(Sha256.of(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        return Sha256.of(lines.toString());
    }

    @Test
    void theDigestIsOfAllThatIsRead() throws IOException {
        String digest = expected(
                "config.json", SHARD, "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json");

        assertThat(ShardedCheckpoint.digest(index)).isEqualTo(digest);
        Files.writeString(folder.resolve("README.md"), "not read");
        Files.writeString(folder.resolve("optimizer.safetensors"), "not read");
        assertThat(ShardedCheckpoint.digest(index)).isEqualTo(digest);
        Files.writeString(folder.resolve("generation_config.json"), "{}");
        assertThat(ShardedCheckpoint.digest(index)).isNotEqualTo(digest);
    }

    @Test
    void aCheckpointInShardsIsOpenedByItsIndexAndDigest() throws IOException {
        String digest = ShardedCheckpoint.digest(index);

        try (PretrainedModel opened = Models.openCheckpoint(index, digest);
                LanguageModel loaded = Models.load(index, digest);
                PretrainedModel folders = Models.open(folder)) {
            assertThat(opened.tokenizer().vocabularySize()).isEqualTo(512);
            String saved = folders.model().save(folder.resolve("a"));
            assertThat(opened.model().save(folder.resolve("b"))).isEqualTo(saved);
            assertThat(loaded.save(folder.resolve("c"))).isEqualTo(saved);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARD, "model.safetensors.index.json", "config.json", "tokenizer.json"})
    void anyFileThatChangedIsNoticed(String name) throws IOException {
        String digest = ShardedCheckpoint.digest(index);
        byte[] content = Files.readAllBytes(folder.resolve(name));
        Files.write(folder.resolve(name), Arrays.copyOf(content, content.length + 1));
        content = Files.readAllBytes(folder.resolve(name));
        content[content.length - 1] = '\n';
        Files.write(folder.resolve(name), content);

        assertThatThrownBy(() -> Models.openCheckpoint(index, digest))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(index.toString(), "corrupt or another one", digest);
    }

    @Test
    void weightsThatWouldBeReadInsteadOfTheShardsAreRefused() throws IOException {
        String digest = ShardedCheckpoint.digest(index);
        Files.copy(folder.resolve(SHARD), folder.resolve("model.safetensors"));

        assertThatThrownBy(() -> Models.load(index, digest))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.safetensors lies beside it");
    }

    @Test
    void aShardThatIsMissingIsTold() throws IOException {
        Files.delete(folder.resolve(SHARD));

        assertThatThrownBy(() -> ShardedCheckpoint.digest(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(SHARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.safetensors",
                "/x.safetensors",
                "a/x.safetensors",
                "..",
                "x.bin",
                "",
                ".x.safetensors",
                "x y.safetensors"
            })
    void aNameThatIsNoShardsIsRefused(String name) throws IOException {
        writeIndex(new ObjectMapper().createObjectNode().put("a", name).toString());

        assertThatThrownBy(() -> ShardedCheckpoint.shards(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("which is no file of the same folder");
    }
}
