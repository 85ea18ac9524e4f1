package io.tailkeeper.contracts.testing.fuzz;

import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;

/** The readers that the contract itself has: a deserializer for each topic, and dead letters. */
public final class ContractReaders {

    private ContractReaders() {}

    /** All of them. A module adds its own: {@code new RecordReader("trainer", (topic, body) -> …)}. */
    public static List<RecordReader> all() {
        List<RecordReader> readers = new ArrayList<>();
        Topics.ALL.forEach(topic -> readers.add(ofTopic(topic)));
        readers.add(new RecordReader("dead letter", ContractReaders::setAside));
        return List.copyOf(readers);
    }

    /** Reads every record as if it stood on this topic; what is accepted must be written and read again as the same. */
    private static <T> RecordReader ofTopic(Topic<T> topic) {
        ContractDeserializer<T> deserializer = new ContractDeserializer<>();
        ContractSerializer<T> serializer = new ContractSerializer<>("fuzz");
        return new RecordReader(topic.name(), (any, body) -> {
            T message = deserializer.deserialize(topic.name(), body).orRefuse();
            ProducerRecord<byte[], byte[]> written = serializer.toRecord(topic, message);
            T again = deserializer.deserialize(topic.name(), written.value()).message();
            if (!message.equals(again)) {
                throw new IllegalStateException("written and read again it is another message: " + again);
            }
        });
    }

    /** Makes a dead letter whose key and header are the record too, and refuses the record if it fits. */
    private static void setAside(String topic, byte[] body) {
        RejectedMessageException refusal = new RejectedMessageException(new String(body, StandardCharsets.UTF_8));
        Headers headers = new RecordHeaders().add("h", body);
        ProducerRecord<byte[], byte[]> letter =
                DeadLetter.of(new DeadLetter.Refused(topic, 0, 0, body, body, headers), "metrics", refusal);
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray());
        if (size > Topic.MAXIMUM_RECORD_BYTES) {
            throw new IllegalStateException("a dead letter of " + size + " bytes fits into no record");
        }
        throw refusal;
    }
}
