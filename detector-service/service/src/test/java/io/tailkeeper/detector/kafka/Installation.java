package io.tailkeeper.detector.kafka;

import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.LengthWindow;
import io.tailkeeper.detector.RunDetector;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** A broker with what a test writes to it and reads from it. */
public final class Installation implements AutoCloseable {

    private final Runnable stop;
    private final Map<String, Object> connection;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> reader;

    private Installation(Map<String, Object> connection, Runnable stop) {
        this.connection = Map.copyOf(connection);
        this.stop = stop;
        producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(connection);
        reading.put("isolation.level", "read_committed");
        reading.put("allow.auto.create.topics", false);
        reader = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** One with a broker of its own. */
    static Installation start() {
        KafkaBrokerResource broker = new KafkaBrokerResource();
        String servers = broker.start().get("kafka.bootstrap.servers");
        return new Installation(Map.of("bootstrap.servers", servers), broker::stop);
    }

    /** One whose broker runs. */
    public static Installation at(Map<String, Object> connection) {
        return new Installation(connection, () -> {});
    }

    /** A detector that judges texts of any length. */
    static RunDetector detector(String id, Encoder encoder) {
        LengthWindow window = new LengthWindow(1, 16_384, LengthWindow.Side.HEAD, 0.5);
        return new RunDetector(id, GenerationEncoders.always(encoder, () -> {}), window);
    }

    /** An instance of one detector, started. */
    static DetectorLoops start(KafkaClients clients, RunDetector detector) {
        List<RunDetector> detectors = List.of(detector);
        DetectorLoops loops = new DetectorLoops(
                clients, detectors, DetectorBook.of(detectors), Clock.systemUTC(), Duration.ofMinutes(10));
        loops.start();
        return loops;
    }

    String servers() {
        return connection.get("bootstrap.servers").toString();
    }

    KafkaClients clients(String id, boolean stable) {
        return new KafkaClients(connection, new KafkaClients.Instance(id, stable), 16);
    }

    /** Sends raw bytes and waits for the broker. */
    void send(String topic, String key, byte[] body) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> void send(Topic<T> topic, String key, T message, Serializer<T> serializer) {
        send(topic.name(), key, serializer.serialize(topic.name(), message));
    }

    public void send(SampleCollected sample) {
        try (ContractSerializer<SampleCollected> serializer = new ContractSerializer<SampleCollected>()) {
            send(Topics.SAMPLES_COLLECTED, sample.sampleId(), sample, serializer);
        }
    }

    /** Sends samples to one partition, each in a transaction of its own, which leaves a marker behind it. */
    void sendInTransactions(List<SampleCollected> samples) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("transactional.id", "outside-producer");
        try (ContractSerializer<SampleCollected> serializer = new ContractSerializer<SampleCollected>();
                KafkaProducer<byte[], byte[]> transactions =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = Topics.SAMPLES_COLLECTED.name();
            transactions.initTransactions();
            for (SampleCollected sample : samples) {
                transactions.beginTransaction();
                byte[] key = sample.sampleId().getBytes(StandardCharsets.UTF_8);
                Future<RecordMetadata> sent =
                        transactions.send(new ProducerRecord<>(topic, 0, key, serializer.serialize(topic, sample)));
                transactions.commitTransaction();
                sent.resultNow();
            }
        }
    }

    public void send(CalibrationSample sample) {
        try (ContractSerializer<CalibrationSample> serializer = new ContractSerializer<CalibrationSample>()) {
            send(Topics.SAMPLES_CALIBRATION, sample.generationKey().toString(), sample, serializer);
        }
    }

    /** A calibration part: if telling, seven of eight machine-written texts say "robot" and one of eight human ones. */
    static List<CalibrationSample> part(GenerationKey generation, int total, boolean telling) {
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
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        if (!reader.listTopics().containsKey(topic)) {
            return List.of();
        }
        List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
            reader.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    <T> List<T> read(Topic<T> topic) {
        return read(topic.name()).stream()
                .map(message -> ContractJson.read(topic, message.value()))
                .toList();
    }

    public List<SampleScored> scored(GenerationKey generation) {
        return read(Topics.SAMPLES_SCORED).stream()
                .filter(scored -> scored.sample().generationKey().equals(generation))
                .toList();
    }

    /** The calibrated detectors of a generation. */
    List<DetectorCalibrated> calibrations(GenerationKey generation) {
        return read(Topics.DETECTORS_CALIBRATED).stream()
                .filter(detector -> detector.generationKey().equals(generation))
                .toList();
    }

    /** The scores of a generation, once there are so many. */
    List<SampleScored> awaitScored(GenerationKey generation, int count) {
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
