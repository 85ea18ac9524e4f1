package io.tailkeeper.trainer.quarkus;

import static io.tailkeeper.trainer.testing.Broker.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.testing.Runs;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service beside a real broker: what it makes of what it reads. */
@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(FreshFolder.class)
class TrainerFlowTest extends BesideABroker {

    @ConfigProperty(name = "tailkeeper.trainer.directory")
    Path folder;

    @Inject
    TrainerDirectory directory;

    @Inject
    MeterRegistry meters;

    private void publishHeldOut(String runId) {
        broker.publish(Topics.SAMPLES_CALIBRATION, Samples.heldOut(runId, 8, 16));
    }

    @Test
    void trainsABaseRunAndAnArmThatAdoptsIt() {
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("base", 0), 64, 0));
        publishHeldOut("base");
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("arm", "base"));
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("base", null));

        GenerationTrained base = broker.awaitTrained("base", 0);
        GenerationTrained adopted = broker.awaitTrained("arm", 0);
        List<SampleScored> samples = Samples.scored(new GenerationKey("arm", 1), 32, 32);
        broker.publish(Topics.SAMPLES_SCORED, samples.reversed().subList(0, 40));
        broker.publish(Topics.SAMPLES_SCORED, samples);
        GenerationTrained first = broker.awaitTrained("arm", 1);

        assertThat(base.tokensTrained().synthetic()).isZero();
        assertThat(base.selection().selected()).isEqualTo(64);
        assertThat(base.secondsByPhase())
                .containsOnlyKeys("intake", "selection", "loading", "training", "checkpoint", "evaluation");
        assertThat(meters.get("tailkeeper.trainer.loss")
                        .tags("run", "arm", "generation", "1")
                        .gauges())
                .singleElement()
                .satisfies(loss -> assertThat(loss.value()).isBetween(0.1, 20.0));
        patiently()
                .until(() ->
                        meters.get("tailkeeper.trainer.generations.due").gauge().value() == 0);
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
        assertThat(broker.messages(Topics.BATCHES_PUBLISHED).stream()
                        .filter(published -> published.generationKey().equals(first.generationKey())))
                .singleElement()
                .extracting(BatchesPublished::batches)
                .isEqualTo(8);
        assertThat(broker.messages(Topics.TRAINING_PROGRESS))
                .anySatisfy(progress -> assertThat(progress.done()).isEqualTo(16));
        assertThat(Path.of(first.checkpoint().uri()))
                .isEqualTo(folder.resolve("arm/generation-1/model.safetensors"))
                .exists();
    }

    @Test
    void modelsOfABaseRunAndItsArmAreAskedTheSameItemsOnceTheyAreThere() {
        broker.publish(Topics.RUNS_REQUESTED, Samples.asking(Specifications.run("asking", null), 40));
        broker.publish(Topics.RUNS_REQUESTED, Samples.asking(Specifications.run("asking-arm", "asking"), 40));
        publishHeldOut("asking");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("asking", 0), 64, 0));
        byte[] incomplete = "{\"runId\": \"asking\"}".getBytes(StandardCharsets.UTF_8);
        broker.publish(Topics.KNOWLEDGE_ITEMS.name(), "incomplete", incomplete);
        patiently().until(() -> broker.letters(Topics.KNOWLEDGE_ITEMS).size() == 1);
        assertThat(broker.trained("asking", 0)).isEmpty();

        broker.publish(Topics.KNOWLEDGE_ITEMS, Samples.knowledge("asking", 40));
        broker.publish(Topics.KNOWLEDGE_ITEMS, Samples.knowledge("asking", 3)); // the first counts

        KnowledgeRetention first = broker.awaitTrained("asking", 0).test().knowledge();
        assertThat(first.items()).isEqualTo(40);
        assertThat(first.accuracy()).isBetween(first.low(), first.high()).isBetween(0.1, 0.9);
        assertThat(first.high() - first.low()).isBetween(0.1, 0.5);
        GenerationTrained adopted = broker.awaitTrained("asking-arm", 0);
        assertThat(adopted.test().knowledge()).isEqualTo(first);
        assertThat(adopted.validation().knowledge()).isNull();

        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("asking-arm", 1), 32, 32));
        assertThat(broker.awaitTrained("asking-arm", 1).test().knowledge().items())
                .isEqualTo(40);
    }

    @Test
    void whenAllIsDoneTheCommittedOffsetsAreTheEndsAlsoBehindTransactions() {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("offsets", null));
        publishHeldOut("offsets");
        broker.publishTransactionally(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("offsets", 0), 64, 0));
        broker.awaitTrained("offsets", 0);

        patiently().untilAsserted(() -> assertThat(broker.committed("trainer-" + directory.identity()))
                .isEqualTo(broker.ends(Topics.SAMPLES_SCORED, Topics.SAMPLES_CALIBRATION, Topics.KNOWLEDGE_ITEMS)));
    }

    @Test
    void aBrokenRecordIsADeadLetterOnceAndHoldsNothingUp() {
        byte[] poison = "{\"sample\": 7}".getBytes(StandardCharsets.UTF_8);
        byte[] large = " ".repeat(8_900_000).getBytes(StandardCharsets.UTF_8);
        broker.publish(Topics.SAMPLES_SCORED.name(), "poison", poison);
        broker.publish(Topics.SAMPLES_SCORED.name(), "large", large);
        broker.publish(Topics.SAMPLES_CALIBRATION.name(), "no body", null);
        broker.publish(Topics.RUNS_REQUESTED.name(), "poison", new byte[] {(byte) 0xff});
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("after-poison", null));
        publishHeldOut("after-poison");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("after-poison", 0), 64, 0));

        broker.awaitTrained("after-poison", 0);

        assertThat(letters("poison")).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(value(letter, DeadLetter.REASON)).contains("sample");
            assertThat(letter.headers())
                    .extracting(Header::key)
                    .isNotEmpty()
                    .allMatch(key -> key.startsWith("dead-letter-"));
        });
        assertThat(letters("large")).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(large);
            assertThat(value(letter, DeadLetter.REASON)).contains("8900000 bytes");
        });
        assertThat(broker.letters(Topics.RUNS_REQUESTED)).hasSize(1);
        assertThat(broker.letters(Topics.SAMPLES_CALIBRATION)).singleElement().satisfies(letter -> assertThat(
                        value(letter, DeadLetter.REASON))
                .contains("no body"));
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(String key) {
        return broker.letters(Topics.SAMPLES_SCORED).stream()
                .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(key))
                .toList();
    }

    private static String value(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    @Test
    void aDiskThatRefusesHoldsTheSamplesBackUntilItTakesThem() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("blocked"), "a file where the run's folder should be");
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("blocked", null));
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("blocked", 0), 64, 0));
        publishHeldOut("blocked");

        patiently().until(() -> supervision.problems().containsKey("spools"));
        assertThat(supervision.problems().get("spools"))
                .contains("blocked/generation-0/scored.jsonl", "tailkeeper.trainer.directory");
        assertThat(supervision.failure()).isEmpty();
        Files.delete(obstacle);

        assertThat(broker.awaitTrained("blocked", 0).selection().pooled()).isEqualTo(64);
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aCorruptCheckpointFailsTheRunAndNotTheTrainer() throws IOException {
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("sound", null));
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("spoilt", "sound"));
        publishHeldOut("sound");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("sound", 0), 64, 0));
        Path checkpoint = Path.of(broker.awaitTrained("spoilt", 0).checkpoint().uri());
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length - 1] ^= 1;
        Files.write(checkpoint, bytes);
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("spoilt", 1), 32, 32));

        RunFinished end = broker.awaitFinished("spoilt");

        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.service()).isEqualTo("trainer");
        assertThat(end.reason())
                .startsWith("generation 1: checkpoint " + checkpoint)
                .contains("is corrupt or another one");
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aLossThatIsNoNumberFailsTheRunAndNamesStepBatchAndLastGoodCheckpoint() {
        broker.publish(Topics.RUNS_REQUESTED, Runs.divergingOne("diverging"));
        publishHeldOut("diverging");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("diverging", 0), 64, 0));

        RunFinished end = broker.awaitFinished("diverging");

        Path kept = folder.resolve("diverging/generation-0/last-state.safetensors");
        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.reason())
                .startsWith("generation 0: training: the ")
                .containsPattern("(loss|gradient norm) is \\S+ at step (\\d+), batch sequence \\2 of diverging:0")
                .contains("last good checkpoint: none, the generation began with new weights", "kept in " + kept)
                .contains("lower base-training.learning-rate");
        assertThat(kept).exists();
        assertThat(broker.trained("diverging", 0)).isEmpty();
        assertThat(meters.get("tailkeeper.trainer.not.finite").counter().count())
                .isEqualTo(1);
        assertThat(supervision.problems()).isEmpty();
    }

    @Test
    void aModelThatTheInstallationDoesNotLetRunsReadIsNotOpened() {
        broker.publish(Topics.RUNS_REQUESTED, Runs.beginningWith("curious", "/etc/model"));
        publishHeldOut("curious");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("curious", 0), 64, 0));

        RunFinished end = broker.awaitFinished("curious");

        assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(end.reason())
                .isEqualTo("generation 0: model.pretrained /etc/model lies outside of what a run may have read here"
                        + " (tailkeeper.trainer.allowed-roots: none); add its folder there");
    }

    @Test
    void batchesThatAreNotWhereTheyWereAnnouncedArePublishedAgain() {
        broker.publish(
                Topics.BATCHES_PUBLISHED, new BatchesPublished("lost", 0, 0, 1_000_000, 1_000_015, 16, "0".repeat(64)));
        broker.publish(Topics.RUNS_REQUESTED, Specifications.run("lost", null));
        publishHeldOut("lost");
        broker.publish(Topics.SAMPLES_SCORED, Samples.scored(new GenerationKey("lost", 0), 64, 0));

        assertThat(broker.awaitTrained("lost", 0).steps()).isEqualTo(16);
        assertThat(broker.messages(Topics.BATCHES_PUBLISHED).stream()
                        .filter(published -> published.runId().equals("lost"))
                        .toList()
                        .getLast()
                        .firstOffset())
                .isLessThan(1_000_000);
    }
}
