package io.tailkeeper.flow;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tailkeeper.contracts.topics.Received;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The records behind a channel's messages, as they lay on the broker. */
public final class IncomingRecords {

    private IncomingRecords() {}

    /** Key, bytes and headers of a channel's message as they came. */
    @SuppressWarnings("unchecked") // every channel reads keys as bytes
    public static ConsumerRecord<byte[], byte[]> original(Message<?> message) {
        IncomingKafkaRecordMetadata<byte[], ?> metadata = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalArgumentException("a message that no record of Kafka is behind"));
        return original(metadata.getRecord());
    }

    /** A record of the contract's deserializer as it came. */
    public static ConsumerRecord<byte[], byte[]> original(ConsumerRecord<byte[], ?> read) {
        byte[] body = read.value() instanceof Received<?> received ? received.body() : (byte[]) read.value();
        return new ConsumerRecord<>(
                read.topic(),
                read.partition(),
                read.offset(),
                read.timestamp(),
                TimestampType.CREATE_TIME,
                read.serializedKeySize(),
                read.serializedValueSize(),
                read.key(),
                body,
                read.headers(),
                Optional.empty());
    }
}
