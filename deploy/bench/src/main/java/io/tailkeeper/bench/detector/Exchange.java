package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.services.Deadline;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What a bench writes to the broker. Samples are queued in a transaction: a detector, which reads committed records only,
 * sees all of them at the moment the clock starts. Not for use by several threads.
 */
final class Exchange implements AutoCloseable {

    private static final DetectorQuality QUALITY = new DetectorQuality(100, 0.9, 0.5, 0.7, 0.1, 0.05);

    private final String servers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ContractSerializer<SampleCollected> samples = new ContractSerializer<SampleCollected>();
    private int samplePartitions;

    Exchange(String servers) {
        this.servers = servers;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("transactional.id", "bench");
        settings.put("transaction.timeout.ms", 600_000); // what is queued waits until the detectors have come up
        settings.put("linger.ms", 20);
        settings.put("batch.size", 256 * 1024);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        samplePartitions = partitions(Topics.SAMPLES_COLLECTED.name()).size();
    }

    String servers() {
        return servers;
    }

    /** Reads the scored samples of a generation that are written from now on. */
    Answers answers(GenerationKey generation, int count) {
        return new Answers(servers, partitions(Topics.SAMPLES_SCORED.name()), generation, count);
    }

    /** Makes a detector ready to judge a generation, as if it had been calibrated: its scores say nothing. */
    void calibrate(GenerationKey generation, String detectorId, int dimension) {
        DetectorCalibrated calibrated = new DetectorCalibrated(
                generation.runId(),
                generation.generation(),
                detectorId,
                "bench",
                Collections.nCopies(dimension, 0.01),
                0,
                1,
                QUALITY,
                true);
        producer.beginTransaction();
        try (ContractSerializer<DetectorCalibrated> serializer = new ContractSerializer<DetectorCalibrated>()) {
            send(Topics.DETECTORS_CALIBRATED, null, calibrated.key(), calibrated, serializer);
        }
        producer.commitTransaction();
    }

    /** Queues texts as samples of a generation, the i-th with index {@code first + i}, spread evenly over the partitions. */
    void queue(GenerationKey generation, int first, List<String> texts) {
        producer.beginTransaction();
        for (int i = 0; i < texts.size(); i++) {
            SampleCollected sample = new SampleCollected(
                    SampleCollected.id(generation, first + i),
                    generation.runId(),
                    generation.generation(),
                    "",
                    texts.get(i),
                    Provenance.HUMAN);
            send(Topics.SAMPLES_COLLECTED, (first + i) % samplePartitions, sample.sampleId(), sample, samples);
        }
        producer.flush();
    }

    /**
     * Lets the detectors see what was queued.
     *
     * @return {@link System#nanoTime} just before
     */
    long release() {
        long now = System.nanoTime();
        producer.commitTransaction();
        return now;
    }

    private <T> void send(
            Topic<T> topic, @Nullable Integer partition, String key, T message, Serializer<T> serializer) {
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>( // the commit fails when a sending has failed
                        topic.name(),
                        partition,
                        key.getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(topic.name(), message)));
    }

    /** Gives the topic of collected samples more partitions. */
    void widen(int count) {
        if (samplePartitions < count) {
            await(admin.createPartitions(Map.of(Topics.SAMPLES_COLLECTED.name(), NewPartitions.increaseTo(count)))
                    .all());
            samplePartitions = count;
        }
    }

    /** Deletes all collected and scored samples, so that the next detector begins with what is queued after this. */
    void clear() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (Topic<?> topic : List.of(Topics.SAMPLES_COLLECTED, Topics.SAMPLES_SCORED)) {
            partitions(topic.name()).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        }
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        await(admin.listOffsets(latest).all())
                .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
        await(admin.deleteRecords(all).all());
    }

    /** Waits until a group has so many members and each of them equally many partitions. */
    void awaitMembers(String group, int members) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(90));
        while (!isEvenlyShared(group, members)) {
            deadline.check(() -> "the group " + group + " did not come to " + members + " members of equal share");
        }
    }

    private boolean isEvenlyShared(String group, int members) {
        if (await(admin.listGroups().all()).stream()
                .noneMatch(known -> known.groupId().equals(group))) {
            return false; // nobody has come yet
        }
        ConsumerGroupDescription description = Objects.requireNonNull(
                await(admin.describeConsumerGroups(List.of(group)).all()).get(group), group);
        return description.members().size() == members
                && description.members().stream()
                        .allMatch(
                                member -> member.assignment().topicPartitions().size() * members == samplePartitions);
    }

    private List<TopicPartition> partitions(String topic) {
        TopicDescription description = Objects.requireNonNull(
                await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic), topic);
        return description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException("the broker refused: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ofSeconds(1));
    }
}
