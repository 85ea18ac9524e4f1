package io.tailkeeper.detector.kafka;

import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.calibration.DetectorCalibration;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.text.LengthWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker with what a test writes to it and reads from it. */
public final class Installation implements AutoCloseable {

    /** Long, because the machine may be busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    private final Runnable stop;
    private final Map<String, Object> connection;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final List<String> givenUp = new CopyOnWriteArrayList<>();

    private Installation(Map<String, Object> connection, Runnable stop) {
        this.connection = Map.copyOf(connection);
        this.stop = stop;
        Map<String, Object> writing = new HashMap<>(connection);
        writing.put("max.request.size", 9 * 1024 * 1024);
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(connection);
        reading.put("isolation.level", "read_committed");
        reading.put("allow.auto.create.topics", false);
        reader = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** One with a broker of its own. */
    public static Installation start() {
        KafkaBrokerResource broker = new KafkaBrokerResource();
        String servers = broker.start().get("kafka.bootstrap.servers");
        return new Installation(Map.of("bootstrap.servers", servers), broker::stop);
    }

    /** One whose broker runs. */
    public static Installation at(Map<String, Object> connection) {
        return new Installation(connection, () -> {});
    }

    Map<String, Object> connection() {
        return connection;
    }

    String servers() {
        return connection.get("bootstrap.servers").toString();
    }

    /** A detector that judges texts of any length. */
    public static RunDetector detector(String id, Encoder encoder) {
        LengthWindow window = new LengthWindow(1, 16_384, LengthWindow.Side.HEAD, 0.5);
        return new RunDetector(id, GenerationEncoders.always(encoder, () -> {}), window);
    }

    /** The request of a run that a detector decides. */
    static RunRequested decidedBy(String detectorId, String runId) {
        RunRequested request = Specifications.run(runId, null);
        SelectionSpecification selection =
                new SelectionSpecification(SelectionSpecification.Method.RESAMPLE, detectorId, 10, null, 0.05, 1, 3);
        return new RunRequested(
                runId,
                request.experimentId(),
                request.arm(),
                null,
                request.requestedAt(),
                Specifications.with(request.specification(), "selection", selection));
    }

    /** A detector that is fitted to {@link #part}. */
    static DetectorCalibrated fit(String id, Encoder encoder, GenerationKey generation, boolean telling) {
        List<CalibrationSample> part = part(generation, 40, telling);
        List<float[]> features =
                encoder.encode(part.stream().map(CalibrationSample::text).toList());
        return new DetectorCalibration(id)
                .fit(
                        generation,
                        encoder,
                        IntStream.range(0, part.size())
                                .mapToObj(i -> new LabelledFeatures(
                                        features.get(i), part.get(i).machineWritten()))
                                .toList());
    }

    void noteGivenUp(String what) {
        givenUp.add(what);
    }

    /** What shadows have given up, with the reasons. */
    List<String> givenUp() {
        return List.copyOf(givenUp);
    }

    /** Sends raw bytes, or none, and waits for the broker. */
    public void send(String topic, String key, byte[] body) {
        send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body));
    }

    public <T> void send(Topic<T> topic, T message) {
        send(new ContractSerializer<T>("test").toRecord(topic, message));
    }

    /** Sends a record and waits for the broker. */
    public void send(ProducerRecord<byte[], byte[]> message) {
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void send(SampleCollected sample) {
        send(Topics.SAMPLES_COLLECTED, sample);
    }

    public void send(CalibrationSample sample) {
        send(Topics.SAMPLES_CALIBRATION, sample);
    }

    /** Sends samples to one partition, each in a transaction of its own, which leaves a marker behind it. */
    void sendInTransactions(List<SampleCollected> samples) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("transactional.id", "outside-producer");
        ContractSerializer<SampleCollected> serializer = new ContractSerializer<>("outside");
        try (KafkaProducer<byte[], byte[]> transactions =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            transactions.initTransactions();
            for (SampleCollected sample : samples) {
                transactions.beginTransaction();
                ProducerRecord<byte[], byte[]> made = serializer.toRecord(Topics.SAMPLES_COLLECTED, sample);
                Future<RecordMetadata> sent =
                        transactions.send(new ProducerRecord<>(made.topic(), 0, made.key(), made.value()));
                transactions.commitTransaction();
                sent.resultNow();
            }
        }
    }

    /** How many records of a topic a group has not committed yet; all of them when it has committed nothing. */
    public long lag(String group, String topic) {
        try (Admin admin = Admin.create(connection)) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions(topic));
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - (committed.containsKey(end.getKey())
                                    ? committed.get(end.getKey()).offset()
                                    : 0))
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** A calibration part: if telling, seven of eight machine-written texts say "robot" and one of eight human ones. */
    public static List<CalibrationSample> part(GenerationKey generation, int total, boolean telling) {
        return IntStream.range(0, total)
                .mapToObj(index -> {
                    boolean machine = index >= total / 2;
                    boolean robot = telling ? machine == (index % 8 != 0) : index % 2 == 0;
                    return new CalibrationSample(
                            generation.runId(),
                            generation.generation(),
                            CalibrationSample.Part.CALIBRATION,
                            index,
                            total,
                            "prompt",
                            robot ? "the robot text" : "the human text",
                            machine);
                })
                .toList();
    }

    public static SampleCollected sample(GenerationKey generation, int index, String text) {
        return new SampleCollected(
                SampleCollected.id(generation, index),
                generation.runId(),
                generation.generation(),
                "prompt",
                text,
                Provenance.HUMAN);
    }

    /** All committed records of a topic; none when it does not exist. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        if (!reader.listTopics().containsKey(topic)) {
            return List.of();
        }
        List<TopicPartition> partitions = partitions(topic);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
            reader.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** The messages of a topic; what is wrong, as a test may have sent it, is left out. */
    public <T> List<T> read(Topic<T> topic) {
        try (ContractDeserializer<T> deserializer = new ContractDeserializer<>()) {
            return read(topic.name()).stream()
                    .filter(message -> message.value() != null)
                    .map(message -> deserializer
                            .deserialize(topic.name(), message.value())
                            .message())
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    public List<SampleScored> scored(GenerationKey generation) {
        return read(Topics.SAMPLES_SCORED).stream()
                .filter(scored -> scored.sample().generationKey().equals(generation))
                .toList();
    }

    /** The calibrated detectors of a generation. */
    public List<DetectorCalibrated> calibrations(GenerationKey generation) {
        return read(Topics.DETECTORS_CALIBRATED).stream()
                .filter(detector -> detector.generationKey().equals(generation))
                .toList();
    }

    /** The scores of a generation, once there are so many. */
    public List<SampleScored> awaitScored(GenerationKey generation, int count) {
        await().until(() -> scored(generation).size() >= count);
        return scored(generation);
    }

    @Override
    public void close() {
        reader.close();
        producer.close();
        stop.run();
    }
}
