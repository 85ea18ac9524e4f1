package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.checkpoints.CheckpointCache;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StoreAddress;
import io.tailkeeper.checkpoints.s3.S3Store;
import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.checkpoints.testing.S3ServerResource;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service beside a real broker and a real S3 server, without the trainer's folder. */
@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(S3ServerResource.class)
class StoredCheckpointsTest {

    /** The store is asked again after pauses that grow. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @Inject
    Supervision supervision;

    S3Server store;

    private Path folder;
    private BrokerLog broker;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        broker = new BrokerLog(servers);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    /** Published as the trainer does it, from a folder that is gone afterwards. */
    private CheckpointReference published(String runId, long seed) throws IOException {
        Path file = folder.resolve("trainer/model.safetensors");
        CheckpointReference local;
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), seed)) {
            local = new CheckpointReference(file.toUri(), model.save(file), 0);
        }
        StoreAddress address = StoreAddress.of("s3://" + S3Server.BUCKET + "/" + S3ServerResource.PREFIX);
        S3Store.Place place = new S3Store.Place(store.endpoint(), "us-east-1", true);
        try (Checkpoints trainers = Checkpoints.in(
                address,
                new S3Store(address.bucket(), place),
                new CheckpointCache(folder.resolve("cache"), 1 << 20),
                1 << 20)) {
            return trainers.publish(new GenerationKey(runId, 0), local);
        } finally {
            Files.delete(file);
        }
    }

    private RunRequested run(String runId) throws IOException {
        return Fixtures.run(runId, "base", Fixtures.specification(TestCorpus.in(folder)));
    }

    @Test
    void textIsWrittenWithACheckpointOfTheStore() throws IOException {
        CheckpointReference checkpoint = published("stored", 1);
        assertThat(checkpoint.uri().getScheme()).isEqualTo("s3");

        broker.write(Topics.GENERATIONS_TRAINED, "stored:0", Fixtures.trained(run("stored"), 0, checkpoint));

        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "stored:1:", 64)).hasSize(64);
        assertThat(broker.await(Topics.SAMPLES_CALIBRATION, "stored:1", 64)).hasSize(64);
    }

    @Test
    void aStoreThatIsAwayIsWaitedForAndNamed() throws IOException {
        CheckpointReference checkpoint = published("away", 2);
        store.stop();
        try {
            broker.write(Topics.GENERATIONS_TRAINED, "away:0", Fixtures.trained(run("away"), 0, checkpoint));
            await().atMost(PATIENCE).until(() -> supervision.problems().containsKey("checkpoints"));
            assertThat(supervision.problems().get("checkpoints"))
                    .contains("s3://models", "does not answer", "tailkeeper.checkpoints.endpoint");
        } finally {
            store.start();
        }

        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "away:1:", 64)).hasSize(64);
        await().atMost(PATIENCE).until(() -> !supervision.problems().containsKey("checkpoints"));
    }

    @Test
    void anotherBucketEndsTheRunUnasked() throws IOException {
        CheckpointReference elsewhere = new CheckpointReference(
                URI.create("s3://somebody-elses/run/generation-0/model.safetensors"), "ab".repeat(32), 0);

        broker.write(Topics.GENERATIONS_TRAINED, "foreign:0", Fixtures.trained(run("foreign"), 0, elsewhere));

        RunFinished end = broker.await(Topics.RUNS_FINISHED, "foreign", 1).getFirst();
        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.reason())
                .contains("s3://somebody-elses/run", "tailkeeper.checkpoints.store", "s3://models/installation/");
    }

    @Test
    void aMissingObjectEndsTheRunWithItsReason() throws IOException {
        CheckpointReference checkpoint = published("gone", 3);
        Files.delete(store.objects().resolve("installation/gone/generation-0/model.safetensors"));

        broker.write(Topics.GENERATIONS_TRAINED, "gone:0", Fixtures.trained(run("gone"), 0, checkpoint));

        RunFinished end = broker.await(Topics.RUNS_FINISHED, "gone", 1).getFirst();
        assertThat(end.reason()).contains(checkpoint.uri().toString(), "is missing");
    }
}
