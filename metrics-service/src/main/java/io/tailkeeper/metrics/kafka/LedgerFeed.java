package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.LedgerEntries;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.NamedSample;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Tells what the ledger keeps of a record. */
final class LedgerFeed {

    private static final String COLLECTED = Topics.SAMPLES_COLLECTED.name();
    private static final String OWN = Topics.SAMPLES_COLLECTED.deadLetter(MeasuringDesk.SERVICE);

    private LedgerFeed() {}

    /**
     * What is kept of a record; nothing of held-out texts, tombstones and dead letters without a name.
     *
     * @throws RejectedMessageException when the record is wrong in itself
     */
    static Optional<LedgerEntry> entry(ConsumerRecord<byte[], Received<Object>> read) {
        Received<Object> received = read.value();
        if (received == null || received.body() == null) {
            return Optional.empty();
        }
        if (deadLetter(read.topic())) {
            String place = header(read, DeadLetter.PARTITION) + "@" + header(read, DeadLetter.OFFSET);
            return NamedSample.find(received.body(), place)
                    .map(sample -> new LedgerEntry.DeadLettered(sample.generation(), sample.id()));
        }
        Object message = received.orRefuse();
        Topics.find(read.topic()).ifPresent(topic -> requireKey(topic, message, read.key()));
        return LedgerEntries.of(message);
    }

    @SuppressWarnings("unchecked") // the deserializer reads the message of the topic
    private static <T> void requireKey(Topic<T> topic, Object message, byte @Nullable [] key) {
        topic.requireKey((T) message, key);
    }

    /** What is kept of a refused record: a sample joined the stream, if only to leave it. */
    static Optional<LedgerEntry> refused(ConsumerRecord<byte[], Received<Object>> read) {
        byte[] body = read.value().body();
        if (body == null || !read.topic().equals(COLLECTED)) {
            return Optional.empty();
        }
        return NamedSample.find(body, read.partition() + "@" + read.offset())
                .map(sample -> new LedgerEntry.Collected(sample.generation(), sample.id()));
    }

    /** Whether a topic holds collected samples that another service has refused; nothing of it is refused again. */
    static boolean deadLetter(String topic) {
        return topic.startsWith(COLLECTED + ".") && topic.endsWith(".dlq") && !topic.equals(OWN);
    }

    private static String header(ConsumerRecord<?, ?> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
