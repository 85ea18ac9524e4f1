package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** What stands on the broker's topics, as a stranger with read_committed sees it; and a way to write to them. */
final class BrokerLog implements AutoCloseable {

    /** A busy machine takes its time. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> servers;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    BrokerLog(String servers) {
        this.servers = Map.of("bootstrap.servers", servers);
        producer = producer(Map.of());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "broker-log-" + System.nanoTime(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(Pattern.compile(".*\\.v1(\\.generator\\.dlq)?"));
        poll(() -> !consumer.assignment().isEmpty());
    }

    private void poll(Callable<Boolean> until) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
                    return until.call();
                });
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(servers);
        settings.put("max.request.size", ContractJson.MAXIMUM_BYTES + 1024 * 1024);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    void write(Topic<?> topic, String key, byte[] body) {
        write(new ProducerRecord<>(topic.name(), key, body));
    }

    void write(Topic<?> topic, String key, Record message) {
        write(topic, key, ContractJson.write(message));
    }

    void write(ProducerRecord<String, byte[]> record) {
        Future<RecordMetadata> sent = producer.send(record);
        producer.flush();
        assertThat(sent.resultNow().hasOffset()).isTrue();
    }

    /** Writes tasks to a partition of their topic, as close together as they come. */
    void write(int partition, List<SamplingTask> tasks) {
        List<Future<RecordMetadata>> sent = tasks.stream()
                .map(task -> producer.send(new ProducerRecord<>(
                        Topics.SAMPLING_TASKS.name(), partition, task.taskId(), ContractJson.write(task))))
                .toList();
        producer.flush();
        sent.forEach(each -> assertThat(each.resultNow().hasOffset()).isTrue());
    }

    /** Writes a message in a transaction of its own, which leaves a marker behind it. */
    void writeInTransaction(Topic<?> topic, String key, Record message, boolean abort) {
        try (KafkaProducer<String, byte[]> outside = producer(Map.of("transactional.id", "outside"))) {
            outside.initTransactions();
            outside.beginTransaction();
            Future<RecordMetadata> sent =
                    outside.send(new ProducerRecord<>(topic.name(), key, ContractJson.write(message)));
            outside.flush();
            assertThat(sent.resultNow().hasOffset()).isTrue();
            if (abort) {
                outside.abortTransaction();
            } else {
                outside.commitTransaction();
            }
        }
    }

    /** What a group has committed, partition by partition. */
    Map<TopicPartition, Long> committed(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(servers)) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        }
    }

    /** How many members a group has. */
    int members(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(servers)) {
            return admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .size();
        }
    }

    /** Where the partitions of topics end, markers of transactions included. */
    Map<TopicPartition, Long> ends(List<Topic<?>> topics) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(servers)) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            List<String> names = topics.stream().map(Topic::name).toList();
            admin.describeTopics(names).allTopicNames().get().forEach((name, topic) -> topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        }
    }

    /** Waits until a topic has as many records with a key that fits; returns all of them. */
    List<ConsumerRecord<String, byte[]>> await(String topic, Predicate<String> key, int count) {
        poll(() -> records(topic, key).size() >= count);
        return records(topic, key);
    }

    <T> List<T> await(Topic<T> topic, String keyBeginning, int count) {
        return await(topic.name(), key -> key.startsWith(keyBeginning), count).stream()
                .map(record -> ContractJson.read(topic, record.value()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topic, Predicate<String> key) {
        return seen.stream()
                .filter(record -> record.topic().equals(topic) && key.test(String.valueOf(record.key())))
                .toList();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** The topics whose records wait for an acknowledgement. */
    static List<Topic<?>> worked() {
        return List.of(Topics.RUNS_REQUESTED, Topics.GENERATIONS_TRAINED, Topics.SAMPLING_TASKS);
    }

    static List<Topic<?>> consumed() {
        return Stream.concat(worked().stream(), Stream.of(Topics.RUNS_FINISHED)).toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
