package io.tailkeeper.trainer.testing;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Those who write to a trainer's broker, and who read what it wrote. */
public final class Broker implements AutoCloseable {

    /** What is waited for is a generation that a service trains, on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Object> settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    /** A broker that is there already; the dead-letter topics of the trainer are made. */
    public Broker(String servers) {
        settings = Map.of("bootstrap.servers", servers, "max.request.size", 9_437_184);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        admin = Admin.create(settings);
        List<NewTopic> letters = Topics.ALL.stream()
                .map(topic -> new NewTopic(topic.deadLetter("trainer"), 1, (short) 1)
                        .configs(Map.of("max.message.bytes", "9437184")))
                .toList();
        CreateTopicsResult unused = admin.createTopics(letters); // those that are there stay
    }

    public Map<String, Object> settings() {
        return settings;
    }

    public <T> void publish(Topic<T> topic, T message) {
        publish(topic, List.of(message));
    }

    public <T> void publish(Topic<T> topic, List<T> messages) {
        messages.forEach(message -> publish(topic.name(), topic.keyOf().apply(message), ContractJson.write(message)));
    }

    /** Publishes a message with the trace it belongs to. */
    public <T> void publishTraced(Topic<T> topic, T message, String traceparent) {
        ProducerRecord<byte[], byte[]> traced = new ProducerRecord<>(
                topic.name(),
                topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8),
                ContractJson.write(message));
        traced.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        Future<RecordMetadata> unused = producer.send(traced);
        producer.flush();
    }

    /** Publishes many messages without waiting for each. */
    public <T> void publishAll(Topic<T> topic, List<T> messages) {
        for (T message : messages) {
            byte[] key = topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8);
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic.name(), key, ContractJson.write(message)));
        }
        producer.flush();
    }

    /** Returns where it lies. */
    public RecordMetadata publish(String topic, String key, byte[] body) {
        try {
            return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes messages as the detector does, in a transaction: its marker takes an offset. */
    public <T> void publishTransactionally(Topic<T> topic, List<T> messages) {
        Map<String, Object> transactional = new HashMap<>(settings);
        transactional.put("transactional.id", "detector");
        try (KafkaProducer<byte[], byte[]> writer =
                new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            writer.initTransactions();
            writer.beginTransaction();
            for (T message : messages) {
                byte[] key = topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8);
                Future<RecordMetadata> unused =
                        writer.send(new ProducerRecord<>(topic.name(), key, ContractJson.write(message)));
            }
            writer.commitTransaction();
        }
    }

    /** All messages of a topic, now. */
    public <T> List<T> messages(Topic<T> topic) {
        return records(topic.name()).stream()
                .map(record -> ContractJson.read(topic, record.value()))
                .toList();
    }

    /** All committed records of a topic, now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> reading = new HashMap<>(settings);
        reading.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    /** The trainer's dead letters of a topic, now. */
    public List<ConsumerRecord<byte[], byte[]>> letters(Topic<?> topic) {
        return records(topic.deadLetter("trainer"));
    }

    /** Where the partitions of topics end. */
    public Map<TopicPartition, Long> ends(Topic<?>... topics) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Stream.of(topics).forEach(topic -> {
            for (int partition = 0; partition < (topic.ordered() ? 1 : 3); partition++) {
                latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The committed offsets of a group. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    /** Changes a setting of a topic. */
    public void set(Topic<?> topic, String name, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        Void unused = answer(
                admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits long, because machines are slow. */
    public static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }

    public List<GenerationTrained> trained(String runId, int generation) {
        return messages(Topics.GENERATIONS_TRAINED).stream()
                .filter(message -> message.generationKey().equals(new GenerationKey(runId, generation)))
                .toList();
    }

    public GenerationTrained awaitTrained(String runId, int generation) {
        return patiently()
                .until(() -> trained(runId, generation), found -> !found.isEmpty())
                .getFirst();
    }

    public RunFinished awaitFinished(String runId) {
        return patiently()
                .until(
                        () -> messages(Topics.RUNS_FINISHED).stream()
                                .filter(end -> end.runId().equals(runId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
