package io.tailkeeper.local.kafka;

import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.process.ProcessException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds, once, a record at a time. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int POLLS_WITHOUT_A_RECORD = 40;
    private static final int FETCHED_BYTES = 8 << 20; // at a time, of a heap of 256 MiB

    private TopicReader() {}

    /**
     * Hands over every message that the brokers have now, of each partition in its order. What the contract does not allow is
     * passed over: it lies in a dead-letter topic.
     *
     * @param kafka settings of a Kafka client
     * @param since records before it are not read
     * @throws ProcessException when the brokers do not answer, or the topic is not there
     */
    public static <T> void read(Map<String, Object> kafka, Topic<T> topic, Instant since, Consumer<T> messages) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("client.id", "launcher-reader");
        settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        settings.put("fetch.max.bytes", FETCHED_BYTES);
        settings.put("allow.auto.create.topics", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, topic, since, messages);
        } catch (KafkaException e) {
            throw new ProcessException(topic.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> void read(
            KafkaConsumer<byte[], byte[]> consumer, Topic<T> topic, Instant since, Consumer<T> messages) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> since.toEpochMilli())));
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp begin = begins.get(partition);
            consumer.seek(partition, begin == null ? ends.getOrDefault(partition, 0L) : begin.offset());
        }
        int empty = 0;
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty > POLLS_WITHOUT_A_RECORD) {
                throw new ProcessException(topic.name() + " cannot be read to its end: no record came for "
                        + POLL.multipliedBy(POLLS_WITHOUT_A_RECORD).toSeconds() + " s");
            }
            records.forEach(each -> message(topic, each, messages));
        }
    }

    private static <T> void message(Topic<T> topic, ConsumerRecord<byte[], byte[]> each, Consumer<T> messages) {
        if (each.value() == null) {
            return;
        }
        T message;
        try {
            message = ContractJson.read(topic, each.value());
        } catch (RejectedMessageException _) {
            return;
        }
        messages.accept(message);
    }
}
