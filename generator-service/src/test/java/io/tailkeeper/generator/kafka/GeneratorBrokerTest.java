package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.generator.EndedRuns;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
class GeneratorBrokerTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    private String servers;

    @Inject
    EndedRuns ended;

    private Path folder;
    private BrokerLog broker;
    private CorpusSpecification corpus;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        broker = new BrokerLog(servers);
        corpus = TestCorpus.in(folder);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private RunRequested run(String runId, String baseRunId) {
        return Fixtures.run(runId, baseRunId, Fixtures.specification(corpus));
    }

    private CheckpointReference checkpoint() {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
            return new CheckpointReference(file.toUri(), model.save(file), 0);
        }
    }

    @Test
    void requestedRunBecomesTasksAndThenHumanSamples() {
        RunRequested run = run("own", null);
        broker.write(Topics.RUNS_REQUESTED, "own", run);

        assertThat(broker.await(Topics.SAMPLING_TASKS, "own:", 3))
                .extracting(SamplingTask::taskId)
                .containsExactlyInAnyOrder("own:0:test:0", "own:0:validation:0", "own:0:human:0");
        List<ConsumerRecord<String, byte[]>> samples =
                broker.await(Topics.SAMPLES_COLLECTED.name(), key -> key.startsWith("own:"), 64);
        assertThat(samples).hasSize(64).allSatisfy(record -> {
            SampleCollected sample = ContractJson.read(Topics.SAMPLES_COLLECTED, record.value());
            assertThat(record.key()).isEqualTo(sample.sampleId());
            assertThat(sample.provenance()).isEqualTo(Provenance.HUMAN);
            assertThat(BrokerLog.header(record, "ce_type")).isEqualTo("io.tailkeeper.sample-collected.v1");
            assertThat(BrokerLog.header(record, "ce_source")).isEqualTo("/tailkeeper/generator-collected-out");
            assertThat(BrokerLog.header(record, "content-type")).isEqualTo("application/json");
        });
        assertThat(broker.await(Topics.SAMPLES_CALIBRATION, "own:0", 24)).hasSize(24);
    }

    @Test
    void whatModelsAreAskedIsPublishedUnderTheRunAndASecondDeliveryIsTheSame() throws IOException {
        Path file = Files.writeString(
                folder.resolve("items.json"),
                "[{\"context\": \"A dog\", \"sentence_true\": \"barks.\", \"sentence_false\": \"meows.\"}]");
        RunRequested asking = Fixtures.run(
                "asking",
                null,
                Specifications.with(
                        Fixtures.specification(corpus), "knowledge", new KnowledgeSpecification(5, file.toString())));
        broker.write(Topics.RUNS_REQUESTED, "asking", asking);
        broker.await(Topics.KNOWLEDGE_ITEMS, "asking", 1);
        broker.write(Topics.RUNS_REQUESTED, "asking", asking);

        List<ConsumerRecord<String, byte[]>> published =
                broker.await(Topics.KNOWLEDGE_ITEMS.name(), "asking"::equals, 2);
        assertThat(published).hasSize(2).allSatisfy(record -> {
            KnowledgeItems items = ContractJson.read(Topics.KNOWLEDGE_ITEMS, record.value());
            assertThat(items)
                    .isEqualTo(new KnowledgeItems("asking", List.of(new KnowledgeItem("A dog", " barks.", " meows."))));
            assertThat(BrokerLog.header(record, "ce_type")).isEqualTo("io.tailkeeper.knowledge-items.v1");
        });
    }

    @Test
    void trainedGenerationBecomesCalibrationAndTheNextPoolAndASecondDeliveryTheSameText() {
        RunRequested run = run("twice", "own");
        var trained = Fixtures.trained(run, 0, checkpoint());
        broker.write(Topics.GENERATIONS_TRAINED, "twice:0", trained);

        Map<String, String> texts = new HashMap<>();
        for (SampleCollected sample : broker.await(Topics.SAMPLES_COLLECTED, "twice:1:", 64)) {
            texts.put(sample.sampleId(), sample.prompt() + "|" + sample.text());
        }
        List<CalibrationSample> calibration = broker.await(Topics.SAMPLES_CALIBRATION, "twice:1", 64);
        assertThat(calibration).extracting(CalibrationSample::index).doesNotHaveDuplicates();
        assertThat(calibration).filteredOn(CalibrationSample::machineWritten).hasSize(32);
        assertThat(texts).hasSize(64);

        broker.write(Topics.GENERATIONS_TRAINED, "twice:0", trained);
        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "twice:1:", 128))
                .hasSize(128)
                .allSatisfy(sample ->
                        assertThat(texts).containsEntry(sample.sampleId(), sample.prompt() + "|" + sample.text()));
    }

    @Test
    void samplesSayTheirOverlapWhereTheirRunSelectsByItAndASecondDeliveryTheSame() {
        SelectionSpecification byOverlap =
                new SelectionSpecification(Method.REFERENCE_OVERLAP, "encoder", 0, null, 0, 1, 1);
        RunRequested run = Fixtures.run(
                "compared", "own", Specifications.with(Fixtures.specification(corpus), "selection", byOverlap));
        var trained = Fixtures.trained(run, 0, checkpoint());
        broker.write(Topics.GENERATIONS_TRAINED, "compared:0", trained);
        broker.write(
                Topics.GENERATIONS_TRAINED,
                "uncompared:0",
                Fixtures.trained(run("uncompared", "own"), 0, checkpoint()));

        Map<String, SampleCollected> samples = new HashMap<>();
        for (SampleCollected sample : broker.await(Topics.SAMPLES_COLLECTED, "compared:1:", 64)) {
            samples.put(sample.sampleId(), sample);
        }
        assertThat(samples.values()).hasSize(64).allSatisfy(sample -> assertThat(sample.referenceOverlap())
                .isBetween(0.0, sample.provenance().equals(Provenance.HUMAN) ? 1.0 : 0.999));
        assertThat(samples.values())
                .filteredOn(sample -> sample.provenance().equals(Provenance.HUMAN))
                .hasSize(32)
                .extracting(SampleCollected::referenceOverlap)
                .containsOnly(1.0);
        assertThat(broker.await(Topics.SAMPLES_COLLECTED.name(), key -> key.startsWith("uncompared:1:"), 64))
                .hasSize(64)
                .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .contains("\"provenance\"")
                        .doesNotContain("referenceOverlap"));

        broker.write(Topics.GENERATIONS_TRAINED, "compared:0", trained);
        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "compared:1:", 128))
                .hasSize(128)
                .allSatisfy(sample -> assertThat(sample).isEqualTo(samples.get(sample.sampleId())));
    }

    @Test
    void theTraceOfARequestGoesOnInItsTasksAndSamples() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        ProducerRecord<String, byte[]> request =
                new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), "traced", ContractJson.write(run("traced", null)));
        request.headers().add("traceparent", utf8("00-" + trace + "-00f067aa0ba902b7-00"));
        broker.write(request);

        for (Topic<?> topic : List.of(Topics.SAMPLING_TASKS, Topics.SAMPLES_COLLECTED, Topics.SAMPLES_CALIBRATION)) {
            assertThat(broker.await(topic.name(), key -> key.startsWith("traced:"), 3))
                    .isNotEmpty()
                    .extracting(
                            record -> BrokerLog.header(record, "traceparent").substring(0, 36))
                    .containsOnly("00-" + trace + "-");
        }
    }

    /** A body that no reader takes, and what its dead letter says. */
    @SuppressWarnings("ArrayRecordComponent") // written, and compared by content
    private record Poison(String key, byte[] body, String reason) {}

    /** A number beyond every Java type, wherever schemas of the consumed topics compare one or list words. */
    private static final String NUMBERS =
            """
            {"runId": 1e999, "generation": 1e999, "part": 1e999, "status": 1e999, "count": 1e999, "steps": 1e999,
             "specification": {"restart": 1e999, "seed": 1e999}, "run": {"specification": {"restart": 1e999}}}""";

    private static List<Poison> poisons() {
        byte[] large = new byte[8_900_000];
        new Random(7).nextBytes(large); // what cannot be compressed has to fit, too
        return List.of(
                new Poison("no-message", utf8("{\"no\": \"message\"}"), "does not follow schemas/"),
                new Poison("no-double", utf8(NUMBERS), "holds a number beyond the range"),
                new Poison("no-json", utf8("{\"half\": "), "is not valid JSON"),
                new Poison("no-utf-8", new byte[] {'{', (byte) 0xC3, '}'}, "is not valid UTF-8"),
                new Poison("large", large, "has 8900000 bytes; at most 8388608 are allowed"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void wrongRecordsBecomeDeadLettersAndTheServiceGoesOn() {
        for (Topic<?> topic : BrokerLog.consumed()) {
            poisons().forEach(poison -> broker.write(topic, poison.key(), poison.body()));
        }
        broker.write(Topics.RUNS_REQUESTED, "after-poison", run("after-poison", null));

        broker.await(Topics.SAMPLES_COLLECTED, "after-poison:", 64);
        for (Topic<?> topic : BrokerLog.consumed()) {
            for (Poison poison : poisons()) {
                List<ConsumerRecord<String, byte[]>> letters =
                        broker.await(topic.deadLetter("generator"), poison.key()::equals, 1);
                assertThat(letters).hasSize(1);
                assertThat(letters.getFirst().value()).isEqualTo(poison.body());
                assertThat(BrokerLog.header(letters.getFirst(), DeadLetter.TOPIC))
                        .isEqualTo(topic.name());
                assertThat(BrokerLog.header(letters.getFirst(), DeadLetter.REASON))
                        .contains(poison.reason());
            }
        }
    }

    @Test
    void taskForSamplesThatItsRunDoesNotHaveBecomesADeadLetter() {
        SamplingTask beyond = new SamplingTask(run("beyond", null), 0, SamplingTask.Part.HUMAN, 60, 5, null);
        broker.write(Topics.SAMPLING_TASKS, "beyond", beyond);

        ConsumerRecord<String, byte[]> letter = broker.await(
                        Topics.SAMPLING_TASKS.deadLetter("generator"), "beyond"::equals, 1)
                .getFirst();
        assertThat(BrokerLog.header(letter, DeadLetter.REASON)).contains("asks for 5 samples from index 60");
    }

    @Test
    void taskWithoutBodyBecomesADeadLetterAndOneWithoutKeyIsDone() {
        SamplingTask task = new SamplingTask(run("keyless", "own"), 0, SamplingTask.Part.HUMAN, 0, 5, null);
        broker.write(Topics.SAMPLING_TASKS, "bodyless", (byte[]) null);
        broker.write(Topics.SAMPLING_TASKS, null, task);

        assertThat(broker.await(Topics.SAMPLES_COLLECTED, "keyless:0:", 5)).hasSize(5);
        ConsumerRecord<String, byte[]> letter = broker.await(
                        Topics.SAMPLING_TASKS.deadLetter("generator"), "bodyless"::equals, 1)
                .getFirst();
        assertThat(letter.value()).isNull();
        assertThat(BrokerLog.header(letter, DeadLetter.REASON)).isEqualTo("the record has no body");
    }

    @Test
    void tombstonesOfRunsAndGenerationsAreNoWork() {
        broker.write(Topics.RUNS_REQUESTED, "forgotten", (byte[]) null);
        broker.write(Topics.GENERATIONS_TRAINED, "forgotten:0", (byte[]) null);
        broker.write(Topics.RUNS_FINISHED, "forgotten", (byte[]) null);
        broker.write(Topics.RUNS_REQUESTED, "after-forgotten", run("after-forgotten", null));

        broker.await(Topics.SAMPLES_COLLECTED, "after-forgotten:", 64);
        for (Topic<?> topic : BrokerLog.consumed()) {
            assertThat(broker.records(topic.deadLetter("generator"), key -> key.startsWith("forgotten")))
                    .isEmpty();
        }
    }

    @Test
    void whenAllIsDoneTheGroupStandsAtTheEndOfEveryPartition() {
        RunRequested run = run("whole", null);
        broker.writeInTransaction(Topics.RUNS_REQUESTED, "withdrawn", run("withdrawn", null), true);
        broker.writeInTransaction(Topics.RUNS_REQUESTED, "whole", run, false);
        broker.writeInTransaction(Topics.GENERATIONS_TRAINED, "whole:0", Fixtures.trained(run, 0, checkpoint()), false);

        broker.await(Topics.SAMPLES_COLLECTED, "whole:0:", 64);
        broker.await(Topics.SAMPLES_COLLECTED, "whole:1:", 64);
        broker.await(Topics.SAMPLES_CALIBRATION, "whole:1", 64);
        await().atMost(BrokerLog.PATIENCE).untilAsserted(() -> assertThat(broker.committed("generator"))
                .isEqualTo(broker.ends(BrokerLog.worked())));
        assertThat(broker.records(Topics.SAMPLING_TASKS.name(), key -> key.startsWith("withdrawn:")))
                .isEmpty();
    }

    @Test
    void corruptCheckpointEndsTheRunWithItsReason() throws IOException {
        CheckpointReference checkpoint = checkpoint();
        Files.writeString(Path.of(checkpoint.uri()), "overwritten");
        broker.write(Topics.GENERATIONS_TRAINED, "corrupt:0", Fixtures.trained(run("corrupt", "own"), 0, checkpoint));

        RunFinished finished = broker.await(Topics.RUNS_FINISHED, "corrupt", 1).getFirst();
        assertThat(finished.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(finished.service()).isEqualTo("generator");
        assertThat(finished.reason()).contains("model.safetensors");
    }

    @Test
    void corpusThatIsTooSmallOrMissingEndsTheRunWhenItIsRequested() throws IOException {
        Path small = Files.writeString(folder.resolve("small.txt"), "One sentence is not enough for anything.");
        broker.write(Topics.RUNS_REQUESTED, "small", run("small", "own", small));
        broker.write(Topics.RUNS_REQUESTED, "missing", run("missing", null, folder.resolve("nowhere")));

        assertThat(broker.await(Topics.RUNS_FINISHED, "small", 1).getFirst().reason())
                .contains("small.txt is too small", "train needs 128 and has ", "Lower generations");
        assertThat(broker.await(Topics.RUNS_FINISHED, "missing", 1).getFirst().reason())
                .contains("nowhere does not exist");
    }

    private static RunRequested run(String runId, String baseRunId, Path source) {
        return Fixtures.run(
                runId,
                baseRunId,
                Fixtures.specification(new CorpusSpecification(source.toString(), "text", null, null)));
    }

    @Test
    void corpusThatTheInstallationDoesNotLetRunsReadEndsTheRunUnread() {
        broker.write(Topics.RUNS_REQUESTED, "curious", run("curious", null, Path.of("/etc/hostname.txt")));

        RunFinished finished = broker.await(Topics.RUNS_FINISHED, "curious", 1).getFirst();
        assertThat(finished.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(finished.reason())
                .startsWith("Corpus /etc/hostname.txt lies outside of what a run may have read here"
                        + " (tailkeeper.generator.allowed-roots: ");
    }

    @Test
    void workOfACancelledRunIsDropped() {
        broker.write(
                Topics.RUNS_FINISHED,
                "cancelled",
                new RunFinished("cancelled", RunFinished.Status.CANCELLED, "dashboard", null, Instant.EPOCH));
        await().atMost(BrokerLog.PATIENCE).until(() -> ended.contains("cancelled"));
        broker.write(Topics.RUNS_REQUESTED, "cancelled", run("cancelled", null));
        broker.write(Topics.RUNS_REQUESTED, "after-cancelled", run("after-cancelled", null));

        broker.await(Topics.SAMPLES_COLLECTED, "after-cancelled:", 64);
        assertThat(broker.records(Topics.SAMPLING_TASKS.name(), key -> key.startsWith("cancelled:")))
                .isEmpty();
    }
}
