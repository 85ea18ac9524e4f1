package io.tailkeeper.conformance;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The brokers that the detector is judged on, and what the kit writes there. */
final class Installation implements AutoCloseable {

    private static final List<Topic<?>> NEEDED = List.of(
            Topics.SAMPLES_COLLECTED,
            Topics.SAMPLES_CALIBRATION,
            Topics.DETECTORS_CALIBRATED,
            Topics.SAMPLES_SCORED,
            Topics.RUNS_FINISHED);
    private static final Duration LONGEST_GREETING = Duration.ofSeconds(10);
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration timeout;
    private final ContractSerializer<SampleCollected> samples = new ContractSerializer<SampleCollected>();
    private final ContractSerializer<CalibrationSample> calibration = new ContractSerializer<CalibrationSample>();
    private final ContractSerializer<RunFinished> ends = new ContractSerializer<RunFinished>();

    private Installation(String servers, Duration timeout) {
        this.timeout = timeout;
        for (Serializer<?> serializer : List.of(samples, calibration, ends)) {
            serializer.configure(Map.of("client.id", "conformance"), false);
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("client.id", "conformance");
        settings.put("acks", "all");
        settings.put("max.request.size", LARGEST_REQUEST);
        settings.put("max.block.ms", LONGEST_GREETING.toMillis());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Connects.
     *
     * @throws ConformanceException when nobody answers there, or a topic of the contract is missing
     */
    static Installation connect(String servers, Duration timeout) {
        Duration patience = timeout.compareTo(LONGEST_GREETING) < 0 ? timeout : LONGEST_GREETING;
        int millis = (int) patience.toMillis();
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", servers, "request.timeout.ms", millis, "default.api.timeout.ms", millis))) {
            Set<String> there = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
            String missing = NEEDED.stream()
                    .map(Topic::name)
                    .filter(topic -> !there.contains(topic))
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                throw new ConformanceException("the brokers at " + servers + " have no topic " + missing
                        + "; start the stack with ./tailkeeper up, or create the topics of contracts/asyncapi.yaml");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConformanceException("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ConformanceException(
                    "no Kafka broker answers at " + servers
                            + "; give --bootstrap HOST:PORT as ./tailkeeper up prints it",
                    e);
        }
        return new Installation(servers, timeout);
    }

    /** Partitions of the samples. */
    int partitions() {
        return producer.partitionsFor(Topics.SAMPLES_COLLECTED.name()).size();
    }

    /** Sends samples and waits for the brokers; the places are in the order of the samples. */
    List<Place> send(List<SampleCollected> collected) {
        return places(collected.stream()
                .map(sample -> record(Topics.SAMPLES_COLLECTED, null, sample.sampleId(), sample, samples))
                .toList());
    }

    /** Sends a sample to a partition of one's choice. */
    Place send(SampleCollected sample, int partition) {
        return places(List.of(record(Topics.SAMPLES_COLLECTED, partition, sample.sampleId(), sample, samples)))
                .getFirst();
    }

    /** Sends bytes as a sample, with the headers of one. */
    Place sendRaw(String key, byte @Nullable [] body, int partition) {
        ProducerRecord<byte[], byte[]> record =
                record(Topics.SAMPLES_COLLECTED, partition, key, Texts.sample(key, "conformance", 0, "any"), samples);
        return places(List.of(new ProducerRecord<>(
                        record.topic(), record.partition(), null, record.key(), body, record.headers())))
                .getFirst();
    }

    void sendCalibration(List<CalibrationSample> part) {
        List<Place> unused = places(part.stream()
                .map(sample -> record(
                        Topics.SAMPLES_CALIBRATION, null, sample.generationKey().toString(), sample, calibration))
                .toList());
    }

    /** Ends a run, so that whoever keeps something of it lets go. */
    void end(RunFinished finished) {
        List<Place> unused = places(List.of(record(Topics.RUNS_FINISHED, null, finished.runId(), finished, ends)));
    }

    private static <T> ProducerRecord<byte[], byte[]> record(
            Topic<T> topic, @Nullable Integer partition, String key, T message, Serializer<T> serializer) {
        RecordHeaders headers = new RecordHeaders();
        byte[] body = serializer.serialize(topic.name(), headers, message);
        return new ProducerRecord<>(topic.name(), partition, null, key.getBytes(StandardCharsets.UTF_8), body, headers);
    }

    private List<Place> places(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent =
                records.stream().map(record -> producer.send(record)).toList();
        producer.flush();
        return sent.stream().map(this::place).toList();
    }

    private Place place(Future<RecordMetadata> sent) {
        try {
            RecordMetadata metadata = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Place(metadata.topic(), metadata.partition(), metadata.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a record could not be sent: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(LONGEST_GREETING);
    }
}
