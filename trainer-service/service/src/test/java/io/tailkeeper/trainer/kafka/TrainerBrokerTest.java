package io.tailkeeper.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.RunSpecification;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.TrainingSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainerDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
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
        // The engine is loaded before anything is waited for.
        LanguageModel.initialise(new ModelConfig(1, 2, 32, 32, 512), 1).close();
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

    private void startTrainer(Path directory) {
        trainer = new Trainer(
                new TrainerDirectory(directory), broker.clients(), new SimpleMeterRegistry(), Clock.systemUTC());
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

    private static List<GenerationTrained> trained(String runId, int generation) {
        return broker.messages(Topics.GENERATIONS_TRAINED).stream()
                .filter(message -> message.generationKey().equals(new GenerationKey(runId, generation)))
                .toList();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    private static GenerationTrained awaitTrained(String runId, int generation) {
        return patiently()
                .until(() -> trained(runId, generation), found -> !found.isEmpty())
                .getFirst();
    }

    private static RunFinished awaitFinished(String runId) {
        return patiently()
                .until(
                        () -> broker.messages(Topics.RUNS_FINISHED).stream()
                                .filter(end -> end.runId().equals(runId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void trainsABaseRunAndAnArmThatAdoptsIt() {
        publish(Samples.scored(new GenerationKey("base", 0), 64, 0));
        publishHeldOut("base");
        startTrainer(folder);
        request(Specifications.run("arm", "base"));
        request(Specifications.run("base", null));

        GenerationTrained base = awaitTrained("base", 0);
        GenerationTrained adopted = awaitTrained("arm", 0);
        List<SampleScored> samples = Samples.scored(new GenerationKey("arm", 1), 32, 32);
        publish(samples.reversed().subList(0, 40));
        publish(samples);
        GenerationTrained first = awaitTrained("arm", 1);

        assertThat(base.tokensTrained().synthetic()).isZero();
        assertThat(base.selection().selected()).isEqualTo(64);
        assertThat(base.secondsByPhase())
                .containsOnlyKeys("intake", "selection", "loading", "training", "checkpoint", "evaluation");
        assertThat(adopted.adopted()).isTrue();
        assertThat(adopted.checkpoint()).isEqualTo(base.checkpoint());
        assertThat(first.steps()).isEqualTo(8);
        assertThat(first.selection().pooled()).isEqualTo(64);
        assertThat(first.selection().rejected()).isZero();
        assertThat(first.selection().humanShareAfter()).isGreaterThan(0.9);
        assertThat(first.test().documents()).isEqualTo(16);
        assertThat(first.validation().documents()).isEqualTo(8);
        assertThat(first.test().perplexity()).isLessThan(base.test().perplexity());
        assertThat(broker.messages(Topics.BATCHES_WEIGHTED).stream()
                        .filter(batch -> batch.generationKey().equals(first.generationKey()))
                        .map(WeightedBatch::sequence))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(broker.messages(Topics.TRAINING_PROGRESS))
                .anySatisfy(progress -> assertThat(progress.done()).isEqualTo(16));
        assertThat(Path.of(first.checkpoint().uri()))
                .isEqualTo(folder.resolve("arm/generation-1/model.safetensors"))
                .exists();
    }

    @Test
    void aKilledTrainerEndsWithTheSameCheckpoint() throws IOException {
        RunRequested killed = longRun("killed");
        request(killed);
        publishHeldOut("killed");
        publish(Samples.scored(new GenerationKey("killed", 0), 64, 0));
        Path state = folder.resolve("apart/killed/generation-0/training-state.safetensors");
        Process process = TrainerProcess.start(broker.servers(), folder.resolve("apart"));
        try {
            patiently().until(() -> Files.exists(folder.resolve("apart/lock")));
            patiently().until(() -> Files.exists(state.resolveSibling("batches.properties")));
            patiently().until(() -> Files.exists(state));
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(trained("killed", 0)).isEmpty();
        startTrainer(folder.resolve("apart"));
        GenerationTrained resumed = awaitTrained("killed", 0);
        request(longRun("undisturbed"));
        publishHeldOut("undisturbed");
        publish(Samples.scored(new GenerationKey("undisturbed", 0), 64, 0));
        GenerationTrained whole = awaitTrained("undisturbed", 0);

        assertThat(resumed.checkpoint().sha256()).isEqualTo(whole.checkpoint().sha256());
        assertThat(resumed.trainingLoss()).isEqualTo(whole.trainingLoss());
        assertThat(resumed.tokensTrained()).isEqualTo(whole.tokensTrained());
        assertThat(resumed.test()).isEqualTo(whole.test());
        assertThat(trained("killed", 0)).hasSize(1);
        assertThat(state).doesNotExist();
    }

    private static RunRequested longRun(String runId) {
        TrainingSpecification t = Specifications.specification().baseTraining();
        return run(
                runId,
                new TrainingSpecification(
                        40_000,
                        t.batchSize(),
                        t.learningRate(),
                        t.schedule(),
                        t.warmupSteps(),
                        t.finalLearningRateShare(),
                        t.weightDecay(),
                        t.gradientClip(),
                        t.lossOn(),
                        5));
    }

    /** Decay of ten times the weight at every step: the weights grow without end. */
    private static RunRequested divergingRun(String runId) {
        TrainingSpecification t = Specifications.specification().baseTraining();
        return run(
                runId,
                new TrainingSpecification(
                        40_000,
                        t.batchSize(),
                        1,
                        TrainingSpecification.Schedule.CONSTANT,
                        0,
                        1,
                        10,
                        1_000_000,
                        t.lossOn(),
                        2));
    }

    private static RunRequested run(String runId, TrainingSpecification baseTraining) {
        RunSpecification s = Specifications.specification();
        RunSpecification specification = Specifications.with(s, "baseTraining", baseTraining);
        return new RunRequested(runId, "tiny", "long", null, Instant.EPOCH, specification);
    }

    @Test
    void aFreshFolderReadsEverySampleAgain() throws InterruptedException {
        request(Specifications.run("moved", null));
        publishHeldOut("moved");
        publish(Samples.scored(new GenerationKey("moved", 0), 60, 0));
        startTrainer(folder.resolve("old"));
        patiently()
                .until(() -> Files.exists(folder.resolve("old/moved/generation-0/scored.jsonl"))
                        && Files.size(folder.resolve("old/moved/generation-0/scored.jsonl")) > 0);
        trainer.stop();
        thread.join();

        startTrainer(folder.resolve("new"));
        publish(Samples.scored(new GenerationKey("moved", 0), 64, 0).subList(60, 64));

        assertThat(awaitTrained("moved", 0).selection().pooled()).isEqualTo(64);
    }

    @Test
    void aBrokenRecordGoesToTheDeadLetterTopicOnceAndHoldsNothingUp() throws InterruptedException {
        byte[] poison = "{\"sample\": 7}".getBytes(StandardCharsets.UTF_8);
        broker.publish(Topics.SAMPLES_SCORED.name(), "poison", poison);
        broker.publish(Topics.RUNS_REQUESTED.name(), "poison", new byte[] {(byte) 0xff});
        startTrainer(folder);
        request(Specifications.run("after-poison", null));
        publishHeldOut("after-poison");
        publish(Samples.scored(new GenerationKey("after-poison", 0), 64, 0));
        awaitTrained("after-poison", 0);
        trainer.stop();
        thread.join();
        startTrainer(folder);
        patiently().until(() -> trainer.problem() == null);

        List<ConsumerRecord<byte[], byte[]>> letters = broker.records(Topics.SAMPLES_SCORED.deadLetter("trainer"));
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(new String(letter.headers().lastHeader(DeadLetter.REASON).value(), StandardCharsets.UTF_8))
                    .contains("sample");
        });
        assertThat(broker.records(Topics.RUNS_REQUESTED.deadLetter("trainer"))).hasSize(1);
    }

    @Test
    void aCorruptCheckpointFailsTheRunAndNotTheTrainer() throws IOException {
        request(Specifications.run("sound", null));
        request(Specifications.run("spoilt", "sound"));
        publishHeldOut("sound");
        publish(Samples.scored(new GenerationKey("sound", 0), 64, 0));
        startTrainer(folder);
        Path checkpoint = Path.of(awaitTrained("spoilt", 0).checkpoint().uri());
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length - 1] ^= 1;
        Files.write(checkpoint, bytes);
        publish(Samples.scored(new GenerationKey("spoilt", 1), 32, 32));

        RunFinished end = awaitFinished("spoilt");

        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.service()).isEqualTo("trainer");
        assertThat(end.reason())
                .startsWith("generation 1: checkpoint " + checkpoint)
                .contains("is corrupt or another one");
        assertThat(trainer.problem()).isNull();
    }

    @Test
    void aLossThatIsNoNumberFailsTheRunAndNamesStepBatchAndLastGoodCheckpoint() {
        request(divergingRun("diverging"));
        publishHeldOut("diverging");
        publish(Samples.scored(new GenerationKey("diverging", 0), 64, 0));
        startTrainer(folder);

        RunFinished end = awaitFinished("diverging");

        Path kept = folder.resolve("diverging/generation-0/last-state.safetensors");
        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.reason())
                .startsWith("generation 0: training: the ")
                .containsPattern("(loss|gradient norm) is \\S+ at step (\\d+), batch sequence \\2 of diverging:0")
                .contains("last good checkpoint: none, the generation began with new weights", "kept in " + kept)
                .contains("lower base-training.learning-rate");
        assertThat(kept).exists();
        assertThat(trained("diverging", 0)).isEmpty();
        assertThat(trainer.problem()).isNull();
    }

    @Test
    void batchesThatAreGoneFromTheTopicArePublishedAgain() throws IOException {
        Path generation = folder.resolve("lost/generation-0");
        Files.createDirectories(generation);
        new PublishedBatches(0, 1_000_000, 1_000_015).save(generation.resolve("batches.properties"));
        request(Specifications.run("lost", null));
        publishHeldOut("lost");
        publish(Samples.scored(new GenerationKey("lost", 0), 64, 0));
        startTrainer(folder);

        assertThat(awaitTrained("lost", 0).steps()).isEqualTo(16);
    }
}
