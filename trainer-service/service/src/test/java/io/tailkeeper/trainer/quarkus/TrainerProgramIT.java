package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.testing.Broker;
import io.tailkeeper.trainer.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer: killed, stopped, restarted, with and without its broker. */
class TrainerProgramIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CLIENTS = "MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_";

    @TempDir
    Path folder;

    private final KafkaBrokerResource resource = new KafkaBrokerResource();
    private String servers;
    private Broker broker;

    @BeforeEach
    void startBroker() {
        servers = resource.start().get("kafka.bootstrap.servers");
        broker = new Broker(servers);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
        resource.stop();
    }

    private void publishTexts(String runId, int samples) {
        broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(runId, 8, 16));
        broker.publish(
                Topics.SAMPLES_SCORED,
                Samples.scored(new GenerationKey(runId, 0), 64, 0).subList(0, samples));
    }

    @Test
    void aKilledTrainerEndsWithTheSameCheckpoint() throws IOException {
        broker.publish(Topics.RUNS_REQUESTED, Runs.longOne("killed"));
        publishTexts("killed", 64);
        Path home = folder.resolve("home");
        Path state = home.resolve("killed/generation-0/training-state.safetensors");
        try (TrainerProgram killed = TrainerProgram.start(servers, home)) {
            patiently().until(() -> Files.exists(state));
            killed.kill();
        }
        assertThat(broker.trained("killed", 0)).isEmpty();

        try (TrainerProgram restarted = TrainerProgram.start(servers, home)) {
            GenerationTrained resumed = broker.awaitTrained("killed", 0);
            broker.publish(Topics.RUNS_REQUESTED, Runs.longOne("undisturbed"));
            publishTexts("undisturbed", 64);
            GenerationTrained whole = broker.awaitTrained("undisturbed", 0);

            assertThat(resumed.checkpoint().sha256())
                    .isEqualTo(whole.checkpoint().sha256());
            assertThat(resumed.trainingLoss()).isEqualTo(whole.trainingLoss());
            assertThat(resumed.tokensTrained()).isEqualTo(whole.tokensTrained());
            assertThat(resumed.test()).isEqualTo(whole.test());
            assertThat(broker.trained("killed", 0)).hasSize(1);
            assertThat(state).doesNotExist();
            assertThat(broker.messages(Topics.BATCHES_PUBLISHED))
                    .as("batches that were published before the kill are found again")
                    .hasSize(2);
            assertThat(restarted.alive()).isTrue();
        }
    }

    @Tag("long")
    @Test
    void aFreshFolderReadsEverySampleAgain() throws IOException, InterruptedException {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("moved", null));
        publishTexts("moved", 60);
        Path spool = folder.resolve("old/moved/generation-0/scored.jsonl");
        try (TrainerProgram old = TrainerProgram.start(servers, folder.resolve("old"))) {
            String group =
                    "trainer-" + patiently().until(() -> read(folder.resolve("old/identity")), id -> !id.isEmpty());
            patiently().until(() -> broker.committed(group)
                    .equals(broker.ends(Topics.SAMPLES_SCORED, Topics.SAMPLES_CALIBRATION, Topics.KNOWLEDGE_ITEMS)));
            assertThat(Files.readAllLines(spool)).hasSize(60);
            assertThat(old.stop()).isLessThan(SOON);
        }

        try (TrainerProgram fresh = TrainerProgram.start(servers, folder.resolve("new"))) {
            publishTexts("moved", 64);

            assertThat(broker.awaitTrained("moved", 0).selection().pooled()).isEqualTo(64);
            assertThat(fresh.ready()).isTrue();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void aRestartedTrainerGoesOnFromItsSpoolsAndRefusesNothingTwice() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        broker.publish(Topics.SAMPLES_SCORED.name(), "poison", new byte[] {'{'});
        broker.publish(Topics.RUNS_REQUESTED.name(), "poison", new byte[] {'{'});
        broker.publish(Topics.RUNS_REQUESTED, Samples.asking(Specifications.run("in-two-lives", null), 12));
        publishTexts("in-two-lives", 60);
        broker.publish(Topics.KNOWLEDGE_ITEMS, Samples.knowledge("in-two-lives", 12));
        try (TrainerProgram first = TrainerProgram.start(servers, home)) {
            first.awaitReady();
            patiently().until(() -> broker.letters(Topics.SAMPLES_SCORED).size() == 1);
            patiently().until(() -> !read(home.resolve("in-two-lives/knowledge.jsonl"))
                    .isEmpty());
            assertThat(first.stop()).isLessThan(SOON);
        }

        try (TrainerProgram second = TrainerProgram.start(servers, home)) {
            publishTexts("in-two-lives", 64);

            assertThat(broker.awaitTrained("in-two-lives", 0).selection().pooled())
                    .isEqualTo(64);
            assertThat(broker.awaitTrained("in-two-lives", 0).test().knowledge().items())
                    .isEqualTo(12);
            assertThat(broker.letters(Topics.SAMPLES_SCORED)).hasSize(1);
            assertThat(broker.letters(Topics.RUNS_REQUESTED)).hasSize(1);
            assertThat(second.ready()).isTrue();
        }
    }

    @Tag("long")
    @Test
    void stopsInTheMiddleOfATrainingAlthoughItsBrokerIsGone() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        broker.publish(Topics.RUNS_REQUESTED, Runs.longOne("alone"));
        publishTexts("alone", 64);
        try (TrainerProgram trainer = TrainerProgram.start(servers, home)) {
            patiently().until(() -> Files.exists(home.resolve("alone/generation-0/training-state.safetensors")));
            stopBroker();

            assertThat(trainer.stop()).as(trainer.log()).isLessThan(SOON);
        }
    }

    @Tag("long")
    @Test
    void aResultThatNoBrokerTakesIsToldOfAndSentAgainAndHoldsNoStopUp() throws IOException, InterruptedException {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("untold", null));
        broker.publishAll(
                Topics.SAMPLES_CALIBRATION, Samples.heldOut("untold", 8, 12_000)); // some seconds of evaluation
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("untold", 0), 64, 0));
        try (TrainerProgram trainer = TrainerProgram.start(
                servers,
                folder.resolve("home"),
                Map.of(CLIENTS + "DELIVERY_TIMEOUT_MS", "4000", CLIENTS + "REQUEST_TIMEOUT_MS", "2000"))) {
            patiently().until(() -> broker.messages(Topics.TRAINING_PROGRESS).stream()
                    .anyMatch(progress -> progress.phase() == TrainingProgress.Phase.EVALUATING));
            stopBroker();

            patiently().until(() -> trainer.health("ready").contains("the broker has not taken a result"));
            patiently().until(() -> trainer.log().contains("not delivered yet, trying again"));
            assertThat(trainer.alive()).isTrue();
            assertThat(trainer.stop()).as(trainer.log()).isLessThan(SOON);
        }
    }

    @Test
    void stopsWhenThereWasNeverABroker() throws IOException, InterruptedException {
        stopBroker();
        try (TrainerProgram trainer = TrainerProgram.start(servers, folder.resolve("home"))) {
            patiently().until(() -> trainer.health("ready").contains("DOWN"));
            assertThat(trainer.alive()).isTrue();

            assertThat(trainer.stop()).as(trainer.log()).isLessThan(SOON);
        }
    }
}
