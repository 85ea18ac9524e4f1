package io.tailkeeper.metrics.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning, whatever was read before: no consumer group, no committed offsets. Used by one
 * thread, but for {@link #wakeUp()}.
 */
final class TopicReplay implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Predicate<String> topics;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, Long> behind = new HashMap<>();
    private boolean started;

    TopicReplay(Map<String, Object> connection, Predicate<String> topics) {
        Map<String, Object> configuration = new HashMap<>(connection);
        configuration.keySet().remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "metrics-ledger");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topics = topics;
    }

    /** Looks for topics and partitions that were not there before. */
    void refresh() {
        Set<TopicPartition> found = consumer.listTopics().entrySet().stream()
                .filter(entry -> topics.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .filter(partition -> !assigned.contains(partition))
                .collect(Collectors.toSet());
        if (!found.isEmpty()) {
            Map<TopicPartition, Long> ends = started ? Map.of() : consumer.endOffsets(found);
            assigned.addAll(found);
            consumer.assign(assigned);
            consumer.seekToBeginning(found);
            behind.putAll(ends);
        }
        started = true;
    }

    ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        if (assigned.isEmpty()) {
            LockSupport.parkNanos(patience.toNanos());
            return ConsumerRecords.empty();
        }
        return consumer.poll(patience);
    }

    /** Whether everything that lay on the topics at the start has been read. */
    boolean caughtUp() {
        List<TopicPartition> reached = behind.entrySet().stream()
                .filter(entry -> consumer.position(entry.getKey()) >= entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
        behind.keySet().removeAll(reached);
        return started && behind.isEmpty();
    }

    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CLOSE_TIMEOUT);
    }
}
