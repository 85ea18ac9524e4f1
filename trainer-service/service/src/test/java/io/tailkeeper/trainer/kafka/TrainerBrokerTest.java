package io.tailkeeper.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainerDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerBrokerTest {

    private static Broker broker;

    @TempDir
    Path folder;

    private Trainer trainer;
    private Thread thread;

    @BeforeAll
    static void startBroker() {
        broker = new Broker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void stopTrainer() throws InterruptedException {
        if (trainer != null) {
            trainer.stop();
            thread.join();
        }
    }

    private void startTrainer() {
        trainer = new Trainer(
                new TrainerDirectory(folder), broker.clients(), new SimpleMeterRegistry(), Clock.systemUTC());
        thread = Thread.ofPlatform().start(trainer);
    }

    private static void request(RunRequested run) {
        broker.publish(Topics.RUNS_REQUESTED, run, RunRequested::runId);
    }

    private static void publish(List<SampleScored> samples) {
        broker.publish(Topics.SAMPLES_SCORED, samples, scored -> scored.sample().sampleId());
    }

    private static void publishHeldOut(String runId) {
        broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(runId, 8, 16), sample -> sample.generationKey()
                .toString());
    }

    private static Optional<GenerationTrained> trained(String runId, int generation) {
        return broker.messages(Topics.GENERATIONS_TRAINED).stream()
                .filter(message -> message.generationKey().equals(new GenerationKey(runId, generation)))
                .findFirst();
    }

    private static GenerationTrained awaitTrained(String runId, int generation) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> trained(runId, generation), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void trainsGenerationZeroOfABaseRunAndOneOfAnArm() {
        request(Specifications.run("base", null));
        request(Specifications.run("arm", "base"));
        publishHeldOut("base");
        publish(Samples.scored(new GenerationKey("base", 0), 64, 0));
        startTrainer();

        GenerationTrained base = awaitTrained("base", 0);
        GenerationTrained adopted = awaitTrained("arm", 0);
        publish(Samples.scored(new GenerationKey("arm", 1), 32, 32));
        GenerationTrained first = awaitTrained("arm", 1);

        assertThat(adopted.adopted()).isTrue();
        assertThat(adopted.checkpoint()).isEqualTo(base.checkpoint());
        assertThat(first.steps()).isEqualTo(8);
        System.out.println(base);
        System.out.println(first);
    }
}
