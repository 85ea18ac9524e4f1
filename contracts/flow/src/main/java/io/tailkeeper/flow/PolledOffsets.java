package io.tailkeeper.flow;

import io.tailkeeper.contracts.topics.Received;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The last record of each partition that a consumer's polls have handed out. Offsets behind it, up to the consumer's
 * position, hold no records: markers of transactions, and what compaction took.
 */
public final class PolledOffsets {

    /** The consumer's setting that holds the instance. */
    static final String SETTING = "tailkeeper.polled-offsets";

    private final Map<TopicPartition, Long> last = new ConcurrentHashMap<>();

    /** The last record handed out, -1 for none since {@link #forget}. */
    long last(TopicPartition partition) {
        return last.getOrDefault(partition, -1L);
    }

    void forget(TopicPartition partition) {
        last.remove(partition);
    }

    /**
     * Notes what a poll hands out, and gives a record without a body a value that says so: for such a record no deserializer
     * is asked. Made by the consumer, to which it is named by class.
     */
    public static final class Interceptor implements ConsumerInterceptor<Object, Object> {

        private PolledOffsets offsets = new PolledOffsets();

        @Override
        public void configure(Map<String, ?> settings) {
            offsets = (PolledOffsets) Objects.requireNonNull(settings.get(SETTING), SETTING);
        }

        @Override
        public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<Object, Object>> polled = records.records(partition);
                offsets.last.put(partition, polled.getLast().offset());
            }
            return withBodies(records);
        }

        private static ConsumerRecords<Object, Object> withBodies(ConsumerRecords<Object, Object> records) {
            Map<TopicPartition, List<ConsumerRecord<Object, Object>>> all = new LinkedHashMap<>();
            boolean missing = false;
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<Object, Object>> polled = records.records(partition);
                missing |= polled.stream().anyMatch(each -> each.value() == null);
                all.put(partition, polled.stream().map(Interceptor::withBody).toList());
            }
            return missing ? new ConsumerRecords<>(all, records.nextOffsets()) : records;
        }

        private static ConsumerRecord<Object, Object> withBody(ConsumerRecord<Object, Object> read) {
            return read.value() != null
                    ? read
                    : new ConsumerRecord<>(
                            read.topic(),
                            read.partition(),
                            read.offset(),
                            read.timestamp(),
                            read.timestampType(),
                            read.serializedKeySize(),
                            read.serializedValueSize(),
                            read.key(),
                            Received.TOMBSTONE,
                            read.headers(),
                            read.leaderEpoch());
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> committed) {
            // what is committed is decided elsewhere
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
