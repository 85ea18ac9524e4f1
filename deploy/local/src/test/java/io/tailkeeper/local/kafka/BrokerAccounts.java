package io.tailkeeper.local.kafka;

import io.tailkeeper.contracts.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a broker can tell of its groups and topics, for tests. */
public final class BrokerAccounts implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> connection;
    private final Admin admin;

    public BrokerAccounts(String bootstrapServers) {
        connection = Map.of("bootstrap.servers", bootstrapServers, "max.request.size", Topic.MAXIMUM_RECORD_BYTES);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** The partitions of each group that has members, assigned or committed, and how many offsets are left to read. */
    public Map<String, Map<TopicPartition, Long>> left() throws InterruptedException, ExecutionException {
        List<String> groups = admin.listConsumerGroups().all().get().stream()
                .map(each -> each.groupId())
                .toList();
        Map<String, Map<TopicPartition, Long>> left = new TreeMap<>();
        for (ConsumerGroupDescription group :
                admin.describeConsumerGroups(groups).all().get().values()) {
            if (!group.members().isEmpty()) {
                left.put(group.groupId(), left(group));
            }
        }
        return left;
    }

    private Map<TopicPartition, Long> left(ConsumerGroupDescription group)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group.groupId())
                .partitionsToOffsetAndMetadata()
                .get();
        Set<TopicPartition> partitions = group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .collect(Collectors.toSet());
        partitions.addAll(committed.keySet());
        Map<TopicPartition, Long> left =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        try (KafkaConsumer<byte[], byte[]> reader = reader()) {
            Map<TopicPartition, Long> beginnings = reader.beginningOffsets(partitions);
            reader.endOffsets(partitions).forEach((partition, end) -> {
                OffsetAndMetadata read = committed.get(partition);
                left.put(partition, end - (read == null ? beginnings.get(partition) : read.offset()));
            });
        }
        return left;
    }

    /** How many records of committed transactions each of some topics holds. */
    public Map<String, Integer> records(Collection<String> topics) {
        Map<String, Integer> records = new TreeMap<>();
        topics.forEach(topic -> records.put(topic, 0));
        try (KafkaConsumer<byte[], byte[]> reader = reader()) {
            Set<TopicPartition> partitions =
                    new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
            topics.forEach(topic -> reader.partitionsFor(topic)
                    .forEach(each -> partitions.add(new TopicPartition(topic, each.partition()))));
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(record -> records.merge(record.topic(), 1, Integer::sum));
            }
        }
        return records;
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        connection.get("bootstrap.servers"),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Writes records, and returns when the broker has all of them. */
    public void write(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
