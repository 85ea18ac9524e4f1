package io.tailkeeper.generator.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StorePatience;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification.Strategy;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.generator.RunFailedException;
import io.tailkeeper.generator.Writer;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.models.Models;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where the service runs, because a process loads PyTorch's natives once. */
@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
class PyTorchWriterTest {

    private static final int[][] PROMPTS = {{1, 2, 3}, {4, 5, 6}};
    private static final long[] SEEDS = {11, 12};

    private static CheckpointReference checkpoint(Path folder, long seed) {
        Path file = folder.resolve(seed + ".safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 16, 300), seed)) {
            return new CheckpointReference(file.toUri(), model.save(file), 0);
        }
    }

    private static PyTorchWriter writer() {
        return writer(List.of());
    }

    private static PyTorchWriter writer(List<Path> roots) {
        return new PyTorchWriter(
                0, "cpu", Checkpoints.onDisk(), new StorePatience(), () -> false, AllowedRoots.of(roots));
    }

    private static DecodingSpecification decoding(Strategy strategy) {
        return new DecodingSpecification(strategy, 0.9, 50, 0.9);
    }

    /** Without the engine's jar, or its service file in the packaged program, the tensor library would write all texts. */
    @Test
    void smallModelsAreDecodedInPlainJava() {
        try (LanguageModel model = Models.initialise(ModelConfig.preset("nano"), 1)) {
            assertThat(new TextGenerator(model).engine(16))
                    .map(engine -> engine.getClass().getName())
                    .hasValue("io.tailkeeper.plaindecoder.PlainEngine");
        }
    }

    @Test
    void everyStrategyWritesTheSameAgain(@TempDir Path folder) {
        CheckpointReference checkpoint = checkpoint(folder, 1);
        for (Strategy strategy : Strategy.values()) {
            int[][] written;
            try (PyTorchWriter writer = writer()) {
                written = writer.write(checkpoint, PROMPTS, 8, decoding(strategy), SEEDS, false)
                        .tokens();
            }
            try (PyTorchWriter writer = writer()) {
                assertThat(writer.write(checkpoint, PROMPTS, 8, decoding(strategy), SEEDS, false)
                                .tokens())
                        .isDeepEqualTo(written);
            }
            assertThat(written).hasDimensions(2, 8);
        }
    }

    @Test
    void severalBeamsAndAPenaltyWriteOtherTextThanGreedy(@TempDir Path folder) {
        CheckpointReference checkpoint = checkpoint(folder, 1);
        try (PyTorchWriter writer = writer()) {
            int[][] greedy = writer.write(checkpoint, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false)
                    .tokens();
            int[][] one = writer.write(checkpoint, PROMPTS, 8, beams(1, null), SEEDS, false)
                    .tokens();
            int[][] penalised = writer.write(checkpoint, PROMPTS, 8, beams(5, 3.0), SEEDS, false)
                    .tokens();
            assertThat(one).isDeepEqualTo(greedy);
            for (int row = 0; row < 2; row++) {
                int[] text = IntStream.concat(IntStream.of(PROMPTS[row]), IntStream.of(penalised[row]))
                        .toArray();
                assertThat(Arrays.stream(text).distinct().count())
                        .as("so strong a penalty")
                        .isEqualTo(11);
            }
        }
    }

    private static DecodingSpecification beams(int beams, @Nullable Double penalty) {
        return new DecodingSpecification(Strategy.BEAM, 1, 1, 1, beams, penalty);
    }

    /** Of an untrained model no token is certain, so that only a threshold of 0 draws all of them again. */
    @Test
    void humanTextIsEditedByTheCheckpoint(@TempDir Path folder) {
        CheckpointReference checkpoint = checkpoint(folder, 1);
        int[][] texts = {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}};
        try (PyTorchWriter writer = writer()) {
            Writer.Edited[] all = writer.edit(checkpoint, texts, 2, new EditSpecification(0.0, 1.0, 300), SEEDS);
            assertThat(all).extracting(Writer.Edited::edited).containsExactly(3, 3);
            assertThat(all[0].tokens()).hasSize(3).isNotEqualTo(new int[] {3, 4, 5});
            Writer.Edited[] none = writer.edit(checkpoint, texts, 2, new EditSpecification(null, null, null), SEEDS);
            assertThat(none).extracting(Writer.Edited::edited).containsExactly(0, 0);
            assertThat(none[1].tokens()).containsExactly(8, 9, 10);
        }
    }

    private static RunSpecification run(int vocabularySize, int blockTokens) {
        RunSpecification run = Specifications.specification();
        RunSpecification reading =
                Specifications.with(run, "model", new ModelSpecification(1, 2, 32, 64, vocabularySize));
        return Specifications.with(reading, "text", new TextSpecification(blockTokens, 4));
    }

    @Test
    void aForeignModelWritesWhereItReadsTheTokensOfTheRun(@TempDir Path folder) {
        CheckpointReference checkpoint = checkpoint(folder, 1);
        String file = Path.of(checkpoint.uri()).toString();
        try (PyTorchWriter writer = writer(List.of(folder))) {
            assertThat(writer.foreign(run(300, 16), file, 3))
                    .isEqualTo(new CheckpointReference(checkpoint.uri(), checkpoint.sha256(), 3));
            assertThatThrownBy(() -> writer.foreign(run(400, 16), file, 3))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageStartingWith("foreign-writer: " + file + " reads the tokens of ")
                    .hasMessageEndingWith("train both with the same tokenizer and model.vocabulary-size");
            assertThatThrownBy(() -> writer.foreign(run(300, 32), file, 3))
                    .hasMessage("foreign-writer: " + file + " knows 16 positions, and a document has 32; lower"
                            + " text.block-tokens or name another");
            assertThatThrownBy(() ->
                            writer.foreign(run(300, 16), folder.resolve("none").toString(), 3))
                    .hasMessageStartingWith("foreign-writer: model " + folder.resolve("none") + " is missing")
                    .hasMessageEndingWith("; name the model.safetensors of a generation that Tailkeeper trained");
        }
        try (PyTorchWriter writer = writer()) {
            assertThatThrownBy(() -> writer.foreign(run(300, 16), file, 3))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageStartingWith("foreign-writer: " + file + " lies outside")
                    .hasMessageContaining("tailkeeper.generator.allowed-roots");
        }
    }

    @Test
    void modelsBeyondTheLastFewAreLoadedAgain(@TempDir Path folder) throws Exception {
        try (PyTorchWriter writer = writer()) {
            CheckpointReference first = checkpoint(folder, 1);
            int[][] written = writer.write(first, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false)
                    .tokens();
            for (long seed = 2; seed <= 5; seed++) {
                writer.write(checkpoint(folder, seed), PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false);
            }
            assertThat(writer.write(first, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false)
                            .tokens())
                    .isDeepEqualTo(written);
            Files.delete(Path.of(first.uri()));
            assertThat(writer.write(first, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false)
                            .tokens())
                    .isDeepEqualTo(written);
        }
    }

    @Test
    void checkpointThatCannotBeUsedEndsTheRun(@TempDir Path folder) {
        try (PyTorchWriter writer = writer()) {
            CheckpointReference missing =
                    new CheckpointReference(folder.resolve("none.safetensors").toUri(), "ab".repeat(32), 0);
            CheckpointReference elsewhere =
                    new CheckpointReference(URI.create("s3://bucket/model.safetensors"), "ab".repeat(32), 0);

            assertThatThrownBy(() -> writer.write(missing, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("none.safetensors");
            assertThatThrownBy(() -> writer.write(elsewhere, PROMPTS, 8, decoding(Strategy.GREEDY), SEEDS, false))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining(
                            "s3://bucket/model.safetensors is not fetched: it lies outside of tailkeeper.checkpoints.store");
            assertThatThrownBy(() ->
                            writer.write(checkpoint(folder, 1), PROMPTS, 40, decoding(Strategy.GREEDY), SEEDS, false))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("cannot write");
        }
    }

    @Test
    void vocabularyGivesTextBackAndLeavesOutTheEndOfText() {
        ModelVocabulary vocabulary = ModelVocabulary.of(new ModelSpecification(1, 2, 32, 32, 300));
        int[] tokens = vocabulary.encode("naïve 😀");
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = 299;

        assertThat(new String(vocabulary.bytes(ended), StandardCharsets.UTF_8)).isEqualTo("naïve 😀");
    }
}
