package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAwayException;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointEncodersTest {

    private static final int VOCABULARY = 257;
    private static final List<String> TEXTS = List.of("abc def ghi jkl mno pqr stu", "xyz", "hello  world hello world");

    @TempDir
    private Path folder;

    private final Map<GenerationKey, CheckpointReference> checkpoints = new HashMap<>();

    private CheckpointEncoders encoders() {
        return new CheckpointEncoders(
                generation -> Optional.ofNullable(checkpoints.get(generation)), CheckpointEncodersTest::open);
    }

    private static PretrainedModel open(CheckpointReference checkpoint) {
        if (!"file".equals(checkpoint.uri().getScheme())) {
            throw new IllegalStateException("its store is away");
        }
        return Models.openCheckpoint(Path.of(checkpoint.uri()), checkpoint.sha256());
    }

    private Path train(String run, int generation, long seed) {
        Path file = folder.resolve(run + generation + ".safetensors");
        try (LanguageModel model = TinyModels.model(TinyModels.CONTEXT, VOCABULARY, seed)) {
            String sha256 = model.save(file);
            checkpoints.put(
                    new GenerationKey(run, generation), new CheckpointReference(file.toUri(), sha256, generation));
        }
        return file;
    }

    @Test
    void generationZeroObservesAndTheModelBeforePerforms() {
        Path zero = train("run", 0, 1);
        Path one = train("run", 1, 2);
        try (CheckpointEncoders encoders = encoders();
                ModelPair pair = ModelPair.open(zero, one)) {
            List<float[]> features = encoders.of(new GenerationKey("run", 2)).encode(TEXTS);
            List<TokenSums> sums = pair.read(List.of("abc def ghi jkl mno pqr stu", "xyz", "hello world hello world"));
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat((double) features.get(i)[0])
                        .isCloseTo(LikelihoodScore.CURVATURE.of(sums.get(i)), within(1e-4));
                assertThat((double) features.get(i)[1])
                        .isCloseTo(LikelihoodScore.BINOCULARS.of(sums.get(i)), within(1e-4));
                assertThat((double) features.get(i)[2])
                        .isCloseTo(sums.get(i).logLikelihood() / sums.get(i).tokens(), within(1e-4));
                assertThat(features.get(i)).hasSize(encoders.dimension());
            }
        }
    }

    @Test
    void aTextsFeaturesDoNotDependOnItsNeighboursNorOnWhatWasOpenBefore() {
        for (int generation = 0; generation < 7; generation++) {
            train("run", generation, generation);
        }
        try (CheckpointEncoders encoders = encoders()) {
            Encoder first = encoders.of(new GenerationKey("run", 1));
            List<float[]> together = first.encode(TEXTS);
            for (int generation = 2; generation < 8; generation++) {
                assertThat(encoders.of(new GenerationKey("run", generation))
                                .encode(TEXTS)
                                .getFirst())
                        .isNotEqualTo(together.getFirst());
            }
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(first.encode(List.of(TEXTS.get(i))).getFirst()).containsExactly(together.get(i));
            }
            assertThat(first.encode(List.of())).isEmpty();
        }
    }

    @Test
    void theVersionNamesBothCheckpoints() {
        train("run", 0, 1);
        train("run", 1, 2);
        train("other", 0, 1);
        train("other", 1, 3);
        try (CheckpointEncoders encoders = encoders()) {
            String version = encoders.of(new GenerationKey("run", 1)).version();
            assertThat(encoders.of(new GenerationKey("other", 1)).version())
                    .as("the same weights under another name")
                    .isEqualTo(version);
            assertThat(encoders.of(new GenerationKey("run", 2)).version()).isNotEqualTo(version);
            assertThat(encoders.of(new GenerationKey("other", 2)).version())
                    .isNotEqualTo(encoders.of(new GenerationKey("run", 2)).version());
        }
    }

    @Test
    void aCheckpointThatIsUnknownMissingOrDamagedIsSaidAndOneThatIsAwayIsAskedForAgain() throws IOException {
        GenerationKey generation = new GenerationKey("run", 1);
        try (CheckpointEncoders encoders = encoders()) {
            assertThat(encoders.isReady(generation)).isFalse();
            assertThatThrownBy(() -> encoders.of(generation)).hasMessage("the checkpoint of run:0 is not known");
            Path file = train("run", 0, 1);
            assertThat(encoders.isReady(generation)).isTrue();
            assertThat(encoders.isReady(generation.next())).isFalse();
            Encoder encoder = encoders.of(generation);
            assertThat(Models.config(file).vocabularySize()).isEqualTo(VOCABULARY);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(() -> encoder.encode(TEXTS))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file.toString());
            Files.delete(file);
            assertThatThrownBy(() -> encoder.encode(TEXTS)).isInstanceOf(DataException.class);
            checkpoints.put(
                    new GenerationKey("run", 0),
                    new CheckpointReference(URI.create("s3://bucket/model.safetensors"), "0".repeat(64), 0));
            assertThatThrownBy(() -> encoders.of(generation).encode(TEXTS))
                    .isInstanceOf(EncoderAwayException.class)
                    .hasMessage("its store is away");
            train("run", 0, 1);
            assertThat(encoders.of(generation).encode(TEXTS)).hasSameSizeAs(TEXTS);
        }
    }
}
