package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.CorpusSpecification;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.generator.Fixtures;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    private Path folder;
    private BrokerLog broker;
    private CorpusSpecification corpus;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        broker = new BrokerLog(servers);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 4_000; line++) {
            text.append("Sentence ")
                    .append(line)
                    .append(" of the test corpus is unlike ")
                    .append(line * 7)
                    .append(".\n\n");
        }
        corpus = new CorpusSpecification(
                Files.writeString(folder.resolve("corpus.txt"), text).toString(), "text", null, null);
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
        try (LanguageModel model = LanguageModel.initialise(new ModelConfig(1, 2, 32, 32, 512), 1)) {
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
            assertThat(BrokerLog.header(record, "ce_source")).isEqualTo("/tailkeeper/generator");
            assertThat(BrokerLog.header(record, "content-type")).isEqualTo("application/json");
        });
        assertThat(broker.await(Topics.SAMPLES_CALIBRATION, "own:0", 24)).hasSize(24);
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
    void wrongRecordsBecomeDeadLettersAndTheServiceGoesOn() {
        for (Topic<?> topic : BrokerLog.consumed()) {
            broker.write(topic, "poison", "{\"no\": \"message\"}".getBytes(StandardCharsets.UTF_8));
        }
        RunRequested run = run("after-poison", null);
        broker.write(Topics.SAMPLING_TASKS, "poison", new SamplingTask(run, 0, SamplingTask.Part.HUMAN, 60, 5, null));
        broker.write(Topics.RUNS_REQUESTED, "after-poison", run);

        broker.await(Topics.SAMPLES_COLLECTED, "after-poison:", 64);
        for (Topic<?> topic : BrokerLog.consumed()) {
            int letters = topic.equals(Topics.SAMPLING_TASKS) ? 2 : 1;
            List<ConsumerRecord<String, byte[]>> dead =
                    broker.await(topic.deadLetter("generator"), "poison"::equals, letters);
            assertThat(dead).hasSize(letters);
            assertThat(dead)
                    .extracting(ConsumerRecord::value)
                    .contains("{\"no\": \"message\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(dead)
                    .extracting(record -> BrokerLog.header(record, DeadLetter.TOPIC))
                    .containsOnly(topic.name());
            assertThat(dead).hasSize(letters).allSatisfy(record -> assertThat(
                            BrokerLog.header(record, DeadLetter.REASON))
                    .containsAnyOf("does not follow schemas/", "asks for 5 samples from index 60"));
        }
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
    void workOfACancelledRunIsDropped() {
        broker.write(
                Topics.RUNS_FINISHED,
                "cancelled",
                new RunFinished("cancelled", RunFinished.Status.CANCELLED, "dashboard", null, Instant.EPOCH));
        broker.write(Topics.RUNS_REQUESTED, "cancelled", run("cancelled", null));
        broker.write(Topics.RUNS_REQUESTED, "after-cancelled", run("after-cancelled", null));

        broker.await(Topics.SAMPLES_COLLECTED, "after-cancelled:", 64);
        assertThat(broker.records(Topics.SAMPLING_TASKS.name(), key -> key.startsWith("cancelled:")))
                .isEmpty();
    }
}
