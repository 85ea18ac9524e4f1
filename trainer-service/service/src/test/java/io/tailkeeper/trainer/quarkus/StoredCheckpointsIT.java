package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.testing.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer whose checkpoints go to a store: killed, stopped and moved while that is away. */
class StoredCheckpointsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final KafkaBrokerResource resource = new KafkaBrokerResource();
    private String servers;
    private Broker broker;
    private S3Server store;

    @BeforeEach
    void start() {
        servers = resource.start().get("kafka.bootstrap.servers");
        broker = new Broker(servers);
        store = new S3Server(folder.resolve("s3"));
    }

    @AfterEach
    void stop() {
        store.close();
        broker.close();
        resource.stop();
    }

    private TrainerProgram trainer(String home) throws IOException {
        return TrainerProgram.start(servers, folder.resolve(home), store.environment());
    }

    private void request(String runId) {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run(runId, null));
        broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(runId, 8, 16));
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey(runId, 0), 64, 0));
    }

    private void assertStored(GenerationTrained trained) throws IOException {
        assertThat(trained.checkpoint().uri())
                .hasToString("s3://models/" + trained.run().runId() + "/generation-" + trained.generation()
                        + "/model.safetensors");
        assertThat(Sha256.of(store.objects()
                        .resolve(trained.checkpoint().uri().getPath().substring(1))))
                .isEqualTo(trained.checkpoint().sha256());
    }

    @Test
    void aTrainerKilledBeforeItsCheckpointIsStoredNamesItOnceAndOnlyThen() throws IOException {
        store.stop();
        request("killed");
        try (TrainerProgram killed = trainer("home")) {
            patiently().until(() -> killed.health("ready").contains("s3://models does not answer"));
            assertThat(killed.alive()).isTrue();
            assertThat(folder.resolve("home/killed/generation-0/model.safetensors"))
                    .exists();
            killed.kill();
        }
        assertThat(broker.trained("killed", 0)).isEmpty();
        store.start();
        assertThat(store.keys()).isEmpty();

        try (TrainerProgram restarted = trainer("home")) {
            assertStored(broker.awaitTrained("killed", 0));
            patiently().until(restarted::ready);
        }
        assertThat(broker.trained("killed", 0)).hasSize(1);
    }

    @Tag("long")
    @Test
    void aTrainerThatWaitsForItsStoreStopsSoonAndFailsNoRun() throws IOException, InterruptedException {
        store.stop();
        request("stopped");
        try (TrainerProgram stopped = trainer("home")) {
            patiently().until(() -> stopped.health("ready").contains("s3://models does not answer"));
            assertThat(stopped.stop()).isLessThan(SOON);
        }
        assertThat(broker.messages(Topics.RUNS_FINISHED)).isEmpty();
        store.start();

        try (TrainerProgram restarted = trainer("home")) {
            assertStored(broker.awaitTrained("stopped", 0));
            assertThat(restarted.alive()).isTrue();
        }
        assertThat(broker.messages(Topics.RUNS_FINISHED)).isEmpty();
    }

    @Tag("long")
    @Test
    void aTrainerOnAnotherMachineGoesOnFromTheStore() throws IOException {
        request("base");
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("arm", "base"));
        try (TrainerProgram first = trainer("first")) {
            assertStored(broker.awaitTrained("base", 0));
            broker.awaitTrained("arm", 0);
            first.kill();
        }
        delete(folder.resolve("first"));

        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("arm", 1), 32, 32));
        try (TrainerProgram second = trainer("second")) {
            assertStored(broker.awaitTrained("arm", 1));
            assertThat(second.alive()).isTrue();
        }
        assertThat(folder.resolve("second/base/generation-0/model.safetensors")).doesNotExist();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
