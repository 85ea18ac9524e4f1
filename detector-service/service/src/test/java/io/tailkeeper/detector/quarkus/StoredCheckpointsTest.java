package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.checkpoints.CheckpointCache;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StoreAddress;
import io.tailkeeper.checkpoints.StoreAwayException;
import io.tailkeeper.checkpoints.s3.S3Store;
import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.EncoderAwayException;
import io.tailkeeper.detector.features.CarefulEncoder;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.pretrained.likelihood.CheckpointEncoders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector {@code likelihood} with checkpoints of a real S3 server. */
class StoredCheckpointsTest {

    private static final GenerationKey GENERATION = new GenerationKey("run", 1);
    private static final List<String> TEXTS = List.of("a text that is judged", "another one");

    @TempDir
    Path folder;

    private static CarefulEncoder judge(Checkpoints checkpoints, CheckpointReference checkpoint) {
        return new CarefulEncoder(
                new CheckpointEncoders(generation -> Optional.of(checkpoint), checkpoints::open).of(GENERATION));
    }

    @Test
    void judgesByTheStoresCheckpointsAndBlamesNoTextAndNoRunWhileTheStoreIsAway() throws IOException {
        ModelDevice.choose("cpu");
        Path file = folder.resolve("trainer/model.safetensors");
        CheckpointReference local;
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 16, 16, 257), 1)) {
            local = new CheckpointReference(file.toUri(), model.save(file), 0);
        }
        StoreAddress address = StoreAddress.of("s3://" + S3Server.BUCKET);
        try (S3Server server = new S3Server(folder.resolve("s3"));
                Checkpoints checkpoints = Checkpoints.in(
                        address,
                        new S3Store(address.bucket(), new S3Store.Place(server.endpoint(), "us-east-1", true)),
                        new CheckpointCache(folder.resolve("cache"), 1 << 20),
                        1 << 20)) {
            CheckpointReference stored = checkpoints.publish(new GenerationKey("run", 0), local);
            Files.delete(file);
            server.stop();
            CarefulEncoder judge = judge(checkpoints, stored);
            assertThatThrownBy(() -> judge.encode(TEXTS))
                    .isInstanceOf(EncoderAwayException.class)
                    .hasCauseInstanceOf(StoreAwayException.class);
            server.start();

            assertThat(judge.encode(TEXTS)).hasSize(2).allSatisfy(encoded -> assertThat(encoded.failure())
                    .isNull());
            CheckpointReference elsewhere =
                    new CheckpointReference(URI.create("s3://elsewhere/model.safetensors"), stored.sha256(), 0);
            assertThatThrownBy(() -> judge(checkpoints, elsewhere).encode(TEXTS))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("tailkeeper.checkpoints.store");
        }
    }
}
