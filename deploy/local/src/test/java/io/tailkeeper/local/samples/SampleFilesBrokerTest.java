package io.tailkeeper.local.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.process.ProcessException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The samples of a run, from a real broker to its files. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SampleFilesBrokerTest {

    private static final RunRequested RUN = Specifications.run("tiny-1-baseline", "tiny-1-base");
    private static final GenerationKey FIRST = new GenerationKey(RUN.runId(), 1);

    @TempDir
    static Path folder;

    private static Infrastructure infrastructure;

    @BeforeAll
    static void startBroker() {
        infrastructure = new Infrastructure(new RunDirectory(folder));
        infrastructure.start();
    }

    @AfterAll
    static void endBroker() {
        infrastructure.close();
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", infrastructure.bootstrapServers());
    }

    private static SampleScored scored(int index) {
        SampleCollected sample = new SampleCollected(
                SampleCollected.id(FIRST, index), RUN.runId(), 1, "p", "text " + index, Provenance.synthetic(0));
        return new SampleScored(sample, "encoder", "v", 0.75, 1);
    }

    private static CalibrationSample calibration(int index, String text) {
        return new CalibrationSample(
                RUN.runId(), 2, CalibrationSample.Part.CALIBRATION, index, 2, "p", text, index == 1);
    }

    private static <T> void send(KafkaProducer<byte[], byte[]> producer, Topic<T> topic, T message) throws Exception {
        byte[] key = topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), key, ContractJson.write(message)))
                .get();
    }

    @Test
    void readsWhatWasCommittedAndWritesAFileForEachGeneration() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", infrastructure.bootstrapServers(), "transactional.id", "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, Topics.SAMPLES_SCORED, scored(33));
            send(producer, Topics.SAMPLES_SCORED, scored(32));
            producer.send(new ProducerRecord<>(
                            Topics.SAMPLES_SCORED.name(), null, "no message".getBytes(StandardCharsets.UTF_8)))
                    .get();
            send(producer, Topics.SAMPLES_CALIBRATION, calibration(1, "of the model"));
            send(producer, Topics.SAMPLES_CALIBRATION, calibration(0, "of a human"));
            send(
                    producer,
                    Topics.BATCHES_WEIGHTED,
                    new WeightedBatch(
                            RUN.runId(),
                            1,
                            0,
                            1,
                            List.of(new WeightedSample(
                                    SampleCollected.id(FIRST, 33), "p", "t", 1, 1, Provenance.Source.SYNTHETIC))));
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, Topics.SAMPLES_SCORED, scored(34));
            producer.abortTransaction();
        }

        Path experiment = folder.resolve("experiment");
        assertThat(SampleFiles.write(kafka(), List.of(RUN), SampleLimit.USUAL, experiment))
                .isEqualTo(1);
        List<String> lines = Files.readAllLines(SampleFiles.file(experiment, FIRST));
        assertThat(lines).hasSize(3);
        assertThat(SampleLine.read(lines.get(0)))
                .isInstanceOfSatisfying(
                        SampleLine.Pooled.class, line -> assertThat(line.kept()).isFalse());
        assertThat(SampleLine.read(lines.get(1)))
                .isInstanceOfSatisfying(SampleLine.Pooled.class, line -> assertThat(line.learned())
                        .isEqualTo(1));
        assertThat(SampleLine.read(lines.get(2))).isEqualTo(new SampleLine.Pair(0, "p", "of a human", "of the model"));
        assertThat(SampleFiles.write(
                        kafka(), List.of(Specifications.run("other", null)), SampleLimit.USUAL, experiment))
                .isZero();
    }

    @Test
    void brokersThatDoNotAnswerAreNamedByTheTopic() {
        assertThatThrownBy(() -> SampleFiles.write(
                        Map.of("bootstrap.servers", "127.0.0.1:1"),
                        List.of(RUN),
                        SampleLimit.USUAL,
                        folder.resolve("nothing")))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining(Topics.SAMPLES_SCORED.name() + " cannot be read");
        assertThat(folder.resolve("nothing/samples/unsorted.tmp")).doesNotExist();
    }
}
