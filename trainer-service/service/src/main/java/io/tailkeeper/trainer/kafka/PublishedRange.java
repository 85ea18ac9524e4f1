package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.trainer.BatchesLostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The bodies of announced batches, as they lie on their topic; records of others in between are passed over. */
final class PublishedRange implements Iterator<byte[]>, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final BatchesPublished published;
    private final TopicPartition partition;
    private final byte[] key;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deque<byte[]> read = new ArrayDeque<>();

    /** @throws BatchesLostException when the partition ends before */
    PublishedRange(Map<String, Object> broker, BatchesPublished published, long from) {
        this.published = published;
        partition = new TopicPartition(Topics.BATCHES_WEIGHTED.name(), published.partition());
        key = published.runId().getBytes(StandardCharsets.UTF_8);
        checkEnd(broker);
        consumer = consumer(broker, "read_committed");
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    /** What is not committed yet counts here: somebody's open transaction is no loss, it is waited for. */
    private void checkEnd(Map<String, Object> broker) {
        try (KafkaConsumer<byte[], byte[]> uncommitted = consumer(broker, "read_uncommitted")) {
            long end = Objects.requireNonNull(
                    uncommitted.endOffsets(List.of(partition)).get(partition), "the end of " + partition);
            if (end <= published.lastOffset()) {
                throw new BatchesLostException(published, "the partition ends at " + end);
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> broker, String isolation) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().removeIf(name -> name.startsWith("group."));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, BatchTopic.CLIENT);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 32);
        // At the range's end a fetch for what lies behind it is under way, and closing waits for its answer.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public boolean hasNext() {
        while (read.isEmpty() && consumer.position(partition) <= published.lastOffset()) {
            try {
                consumer.poll(POLL).forEach(this::keep);
            } catch (OffsetOutOfRangeException e) {
                throw new BatchesLostException(published, String.valueOf(e.getMessage()));
            }
        }
        return !read.isEmpty();
    }

    private void keep(ConsumerRecord<byte[], byte[]> found) {
        if (found.offset() <= published.lastOffset() && Arrays.equals(found.key(), key)) {
            read.add(found.value() == null ? new byte[0] : found.value());
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new BatchesLostException(published, "they end too early");
        }
        return read.remove();
    }

    @Override
    public void close() {
        consumer.close(CLOSING);
    }
}
