package io.tailkeeper.conformance;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record lies; as text {@code samples.scored.v1-2@117}, topic, partition and offset. */
record RecordPosition(String topic, int partition, long offset) {

    static RecordPosition of(ConsumerRecord<byte[], byte[]> message) {
        return new RecordPosition(message.topic(), message.partition(), message.offset());
    }

    /** The key of a record, for people. */
    static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? "no key" : "key \"" + new String(message.key(), StandardCharsets.UTF_8) + "\"";
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
