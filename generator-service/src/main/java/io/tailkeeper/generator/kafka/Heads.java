package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The next record of each partition, so that the most urgent of them can go first while every partition keeps its
 * order: planning, then calibration (the detector waits for it before it judges anything), then the oldest.
 */
final class Heads implements ConsumerRebalanceListener {

    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_URGENCY = Comparator.comparingInt(Heads::rank)
            .thenComparingLong(ConsumerRecord::timestamp)
            .thenComparing(ConsumerRecord::topic)
            .thenComparingInt(ConsumerRecord::partition);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> heads = new HashMap<>();

    Heads(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The most urgent record, if any came before {@code patience} ended. It stays a head until it is done. */
    Optional<ConsumerRecord<byte[], byte[]>> next(Duration patience) {
        boolean more = true;
        for (Duration wait = heads.isEmpty() ? patience : Duration.ZERO; more; wait = Duration.ZERO) {
            skipHeld();
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
            polled.forEach(record -> heads.computeIfAbsent(partition(record), first -> new ArrayDeque<>())
                    .add(record));
            more = !polled.isEmpty() && heads.size() < consumer.assignment().size();
        }
        return heads.values().stream().map(Deque::getFirst).min(BY_URGENCY);
    }

    private void skipHeld() {
        Set<TopicPartition> open = new HashSet<>(consumer.assignment());
        open.removeAll(heads.keySet());
        consumer.resume(open);
        consumer.pause(heads.keySet());
    }

    void done(ConsumerRecord<byte[], byte[]> record) {
        heads.computeIfPresent(partition(record), (partition, records) -> {
            records.removeFirst();
            return records.isEmpty() ? null : records;
        });
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static int rank(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(Topics.SAMPLING_TASKS.name())) {
            return 0;
        }
        boolean calibration =
                record.key() != null && new String(record.key(), StandardCharsets.UTF_8).contains(":calibration:");
        return calibration ? 1 : 2;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        heads.keySet().removeAll(new HashSet<>(partitions));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        heads.keySet().removeAll(new HashSet<>(partitions));
    }
}
