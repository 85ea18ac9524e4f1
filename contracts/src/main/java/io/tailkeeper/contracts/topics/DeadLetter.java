package io.tailkeeper.contracts.topics;

import io.tailkeeper.contracts.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A refused record on its way to the dead-letter topic: the original key, bytes and headers, and why.
 *
 * <p>It always fits into {@link Topic#MAXIMUM_RECORD_BYTES}. Where the whole record with its reason would not, headers that
 * do not fit into 512 KiB are dropped, a key is cut to 64 KiB, and the body to the room that is left; headers say so.
 */
public final class DeadLetter {

    public static final String REASON = "dead-letter-reason";
    public static final String EXCEPTION_CLASS = "dead-letter-exception-class-name";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    /** {@code true} where the body is the beginning of the original one; then length and SHA-256 are those of the whole. */
    public static final String BODY_CUT = "dead-letter-body-cut";

    public static final String BODY_LENGTH = "dead-letter-body-length";
    public static final String BODY_SHA256 = "dead-letter-body-sha256";

    /** {@code true} where the key is the beginning of the original one; then length and SHA-256 are those of the whole. */
    public static final String KEY_CUT = "dead-letter-key-cut";

    public static final String KEY_LENGTH = "dead-letter-key-length";
    public static final String KEY_SHA256 = "dead-letter-key-sha256";

    /** How many headers of the original are missing; absent where none is. */
    public static final String HEADERS_DROPPED = "dead-letter-headers-dropped";

    private static final Set<String> OWN = Set.of(
            REASON,
            EXCEPTION_CLASS,
            TOPIC,
            PARTITION,
            OFFSET,
            BODY_CUT,
            BODY_LENGTH,
            BODY_SHA256,
            KEY_CUT,
            KEY_LENGTH,
            KEY_SHA256,
            HEADERS_DROPPED);
    private static final int KEY_ROOM = 64 * 1024;
    private static final int HEADER_ROOM = 512 * 1024;
    private static final int SPARE =
            16 * 1024; // the batch around the record, and headers that a producer adds: tracing
    private static final int ROOM = Topic.MAXIMUM_RECORD_BYTES - SPARE;
    private static final int MARKS = 1024; // the headers that say that the body is cut
    private static final int AROUND_A_HEADER = 10; // two lengths of at most five bytes

    /**
     * A record that a service refuses, as it was read.
     *
     * @param key bytes, or null
     * @param body bytes, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    public record Refused(
            String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] body, Headers headers) {}

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
        return of(
                new Refused(
                        refused.topic(),
                        refused.partition(),
                        refused.offset(),
                        refused.key(),
                        refused.value(),
                        refused.headers()),
                service,
                failure);
    }

    /**
     * The record to send, for those who have no {@link ConsumerRecord} of bytes.
     *
     * @param service the service that refuses it
     * @param failure why
     */
    public static ProducerRecord<byte[], byte[]> of(Refused refused, String service, RejectedMessageException failure) {
        Headers own = new RecordHeaders();
        add(own, REASON, String.valueOf(failure.getMessage()));
        add(own, EXCEPTION_CLASS, failure.getClass().getName());
        add(own, TOPIC, refused.topic());
        add(own, PARTITION, Integer.toString(refused.partition()));
        add(own, OFFSET, Long.toString(refused.offset()));
        Headers original = new RecordHeaders(refused.headers());
        OWN.forEach(original::remove);
        byte[] key = refused.key();
        byte[] body = refused.body();
        if (size(key) + size(body) + size(original) + size(own) > ROOM) {
            original = firstOf(original, own);
            key = beginning("key", key, KEY_ROOM, own);
            long room = ROOM - MARKS - size(key) - size(original) - size(own);
            body = beginning("body", body, (int) room, own);
        }
        own.forEach(original::add);
        return new ProducerRecord<>(refused.topic() + "." + service + ".dlq", null, null, key, body, original);
    }

    private static Headers firstOf(Headers all, Headers own) {
        Headers kept = new RecordHeaders();
        long size = 0;
        int dropped = 0;
        for (Header header : all) {
            if (size + size(header) <= HEADER_ROOM) {
                size += size(header);
                kept.add(header);
            } else {
                dropped++;
            }
        }
        if (dropped > 0) {
            add(own, HEADERS_DROPPED, Integer.toString(dropped));
        }
        return kept;
    }

    private static byte @Nullable [] beginning(String part, byte @Nullable [] whole, int room, Headers own) {
        if (whole == null || whole.length <= room) {
            return whole;
        }
        String name = "dead-letter-" + part;
        add(own, name + "-cut", "true");
        add(own, name + "-length", Integer.toString(whole.length));
        add(own, name + "-sha256", Sha256.of(whole));
        return Arrays.copyOf(whole, room);
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += size(header);
        }
        return size;
    }

    private static long size(Header header) {
        return header.key().getBytes(StandardCharsets.UTF_8).length + size(header.value()) + AROUND_A_HEADER;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
