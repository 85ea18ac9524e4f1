package io.tailkeeper.contracts;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A refused record on its way to the dead-letter topic: the original bytes and headers, and why. */
public final class DeadLetter {

    public static final String REASON = "dead-letter-reason";
    public static final String EXCEPTION_CLASS = "dead-letter-exception-class-name";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    private DeadLetter() {}

    /**
     * The record to send.
     *
     * @param refused the record as it was read, bytes untouched
     * @param service the service that refuses it
     * @param failure why
     */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> refused, String service, RejectedMessageException failure) {
        Headers headers = new RecordHeaders(refused.headers());
        add(headers, REASON, failure.getMessage());
        add(headers, EXCEPTION_CLASS, failure.getClass().getName());
        add(headers, TOPIC, refused.topic());
        add(headers, PARTITION, Integer.toString(refused.partition()));
        add(headers, OFFSET, Long.toString(refused.offset()));
        return new ProducerRecord<>(
                refused.topic() + "." + service + ".dlq", null, null, refused.key(), refused.value(), headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
