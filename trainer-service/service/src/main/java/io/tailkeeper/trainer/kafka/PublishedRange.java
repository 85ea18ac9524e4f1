package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.ContractDeserializer;
import io.tailkeeper.contracts.Received;
import io.tailkeeper.contracts.Sha256;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.WeightedBatch;
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
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The announced batches of one generation where they lie on their topic. */
final class PublishedRange {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Map<String, Object> broker;
    private final BatchesPublished published;
    private final TopicPartition partition;

    PublishedRange(Map<String, Object> broker, BatchesPublished published) {
        this.broker = broker;
        this.published = published;
        this.partition = new TopicPartition(Topics.BATCHES_WEIGHTED.name(), published.partition());
    }

    /** See {@link BatchTopic#read}. */
    Stream<WeightedBatch> read(int fromSequence) {
        checkEnd();
        checkDigest();
        // One offset a batch at least: those before the wanted one can be passed over.
        Records<Received<WeightedBatch>> records =
                new Records<>(new ContractDeserializer<>(), published.firstOffset() + fromSequence);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .map(found -> found.value().orRefuse())
                .filter(batch -> batch.sequence() >= fromSequence)
                .onClose(records::close);
    }

    /** What is not committed yet counts here: somebody's open transaction is no loss, it is waited for. */
    private void checkEnd() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer(), "read_uncommitted")) {
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            if (end <= published.lastOffset()) {
                throw lost("the partition ends at " + end);
            }
        }
    }

    private void checkDigest() {
        Sha256 digest = new Sha256();
        int found = 0;
        try (Records<byte[]> records = new Records<>(new ByteArrayDeserializer(), published.firstOffset())) {
            for (; records.hasNext(); found++) {
                byte[] body = records.next().value();
                digest.add(body == null ? new byte[0] : body);
            }
        }
        if (found != published.batches() || !digest.hex().equals(published.sha256())) {
            throw lost(found + " of " + published.batches() + " are there, or their sha256 is another");
        }
    }

    private BatchesLostException lost(String reason) {
        return new BatchesLostException("the batches of generation " + published.generationKey()
                + " are not as they were announced on " + partition + " between offsets " + published.firstOffset()
                + " and " + published.lastOffset() + ": " + reason);
    }

    private <V> KafkaConsumer<byte[], V> consumer(Deserializer<V> values, String isolation) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().removeIf(name -> name.startsWith("group."));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, BatchTopic.CLIENT);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 32);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), values);
    }

    /** The records of the run between an offset and the last one; those of others are passed over. */
    private final class Records<V> implements Iterator<ConsumerRecord<byte[], V>>, AutoCloseable {

        private final byte[] key = published.runId().getBytes(StandardCharsets.UTF_8);
        private final Deque<ConsumerRecord<byte[], V>> read = new ArrayDeque<>();
        private final KafkaConsumer<byte[], V> consumer;

        Records(Deserializer<V> values, long from) {
            consumer = consumer(values, "read_committed");
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
        }

        @Override
        public boolean hasNext() {
            while (read.isEmpty() && consumer.position(partition) <= published.lastOffset()) {
                try {
                    consumer.poll(POLL).forEach(this::keep);
                } catch (OffsetOutOfRangeException e) {
                    throw lost(e.getMessage());
                }
            }
            return !read.isEmpty();
        }

        private void keep(ConsumerRecord<byte[], V> found) {
            if (found.offset() <= published.lastOffset() && Arrays.equals(found.key(), key)) {
                read.add(found);
            }
        }

        @Override
        public ConsumerRecord<byte[], V> next() {
            if (!hasNext()) {
                throw lost("they end too early");
            }
            return read.remove();
        }

        @Override
        public void close() {
            consumer.close(CLOSING);
        }
    }
}
