package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** A dead letter has the original bytes, and says why and where it came from. */
class DeadLetterTest {

    private static final String REASON = "SampleCollected is not valid UTF-8: größer";

    private static RejectedMessageException failure() {
        return new RejectedMessageException(REASON);
    }

    private static ConsumerRecord<byte[], byte[]> refused() {
        ConsumerRecord<byte[], byte[]> refused =
                new ConsumerRecord<>("samples.collected.v1", 2, 41, new byte[] {7}, new byte[] {(byte) 0xC3, 0x28});
        refused.headers().add("ce_id", "abc".getBytes(StandardCharsets.UTF_8));
        return refused;
    }

    private static String text(ProducerRecord<?, ?> letter, String name) {
        assertThat(letter.headers().headers(name)).as("one %s", name).hasSize(1);
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void goesToTheTopicOfTheService() {
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(refused(), "detector", failure());
        assertThat(letter.topic())
                .isEqualTo("samples.collected.v1.detector.dlq")
                .isEqualTo(Topics.SAMPLES_COLLECTED.deadLetter("detector"));
    }

    @Test
    void keepsKeyBodyAndHeadersUntouched() {
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(refused(), "detector", failure());
        assertThat(letter.key()).containsExactly(7);
        assertThat(letter.value()).containsExactly(0xC3, 0x28);
        assertThat(text(letter, "ce_id")).isEqualTo("abc");
    }

    @Test
    void saysWhyAndWhence() {
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(refused(), "detector", failure());
        assertThat(text(letter, "dead-letter-reason")).isEqualTo(REASON);
        assertThat(text(letter, "dead-letter-exception-class-name"))
                .isEqualTo("io.tailkeeper.contracts.topics.RejectedMessageException");
        assertThat(text(letter, "dead-letter-topic")).isEqualTo("samples.collected.v1");
        assertThat(text(letter, "dead-letter-partition")).isEqualTo("2");
        assertThat(text(letter, "dead-letter-offset")).isEqualTo("41");
    }

    @Test
    void aReplayedLetterThatFailsAgainHasOneReason() {
        ConsumerRecord<byte[], byte[]> again = refused();
        again.headers().add(DeadLetter.REASON, "before".getBytes(StandardCharsets.UTF_8));
        assertThat(text(DeadLetter.of(again, "trainer", failure()), DeadLetter.REASON))
                .isEqualTo(REASON);
        assertThat(again.headers().headers(DeadLetter.TOPIC))
                .as("source untouched")
                .isEmpty();
    }

    @Test
    void aRecordWithoutKeyOrBodyStaysOne() {
        ConsumerRecord<byte[], byte[]> empty = new ConsumerRecord<>("runs.requested.v1", 0, 0, null, null);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(empty, "generator", failure());
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    @Test
    void aReplayedLetterThatFitsIsNotSaidToBeCut() {
        ConsumerRecord<byte[], byte[]> again = refused();
        again.headers().add(DeadLetter.BODY_CUT, "true".getBytes(StandardCharsets.UTF_8));
        again.headers().add("dead-letter-of-another-kind", new byte[0]);
        Headers headers = DeadLetter.of(again, "trainer", failure()).headers();
        assertThat(headers.headers(DeadLetter.BODY_CUT)).isEmpty();
        assertThat(headers.headers("dead-letter-of-another-kind")).hasSize(1);
    }

    @Test
    void piecesMakeTheSameLetterAsTheRecord() {
        ConsumerRecord<byte[], byte[]> record = refused();
        DeadLetter.Refused pieces = new DeadLetter.Refused(
                record.topic(), record.partition(), record.offset(), record.key(), record.value(), record.headers());
        assertThat(DeadLetter.of(pieces, "detector", failure()))
                .isEqualTo(DeadLetter.of(record, "detector", failure()));
    }

    @Test
    void aReasonIsAFewKibibytesAtMost() {
        ProducerRecord<byte[], byte[]> letter =
                DeadLetter.of(refused(), "detector", new RejectedMessageException("größer\n".repeat(1_000_000)));
        assertThat(text(letter, DeadLetter.REASON).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(6_001);
        assertThat(text(letter, DeadLetter.REASON))
                .startsWith("größer?größer?")
                .endsWith("...")
                .doesNotContain("\n");
    }

    @Test
    void theLargestBodyThatFitsIsWhole() {
        byte[] body = new byte[Topic.MAXIMUM_RECORD_BYTES - 32 * 1024];
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(large(new byte[] {7}, body, 0), "detector", failure());
        assertThat(letter.value()).isSameAs(body);
        assertThat(letter.headers().headers(DeadLetter.BODY_CUT)).isEmpty();
    }

    @Test
    void aBodyThatDoesNotFitIsCutAndSaysSo() throws NoSuchAlgorithmException {
        byte[] body = new byte[Topic.MAXIMUM_RECORD_BYTES];
        new Random(7).nextBytes(body);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(large(new byte[] {7}, body, 0), "detector", failure());
        assertThat(letter.value())
                .hasSizeBetween(Topic.MAXIMUM_RECORD_BYTES - 32 * 1024, Topic.MAXIMUM_RECORD_BYTES - 16 * 1024)
                .isEqualTo(Arrays.copyOf(body, letter.value().length));
        assertThat(letter.key()).containsExactly(7);
        assertThat(text(letter, "dead-letter-body-cut")).isEqualTo("true");
        assertThat(text(letter, "dead-letter-body-length")).isEqualTo("9437184");
        assertThat(text(letter, "dead-letter-body-sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        assertThat(letter.headers().headers(DeadLetter.KEY_CUT)).isEmpty();
        assertThat(letter.headers().headers(DeadLetter.HEADERS_DROPPED)).isEmpty();
    }

    @Test
    void aHugeKeyIsCutAndTheBodyStaysWhole() {
        byte[] key = new byte[Topic.MAXIMUM_RECORD_BYTES];
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(large(key, new byte[] {3}, 0), "detector", failure());
        assertThat(letter.key()).hasSize(64 * 1024);
        assertThat(letter.value()).containsExactly(3);
        assertThat(text(letter, "dead-letter-key-cut")).isEqualTo("true");
        assertThat(text(letter, "dead-letter-key-length")).isEqualTo("9437184");
        assertThat(text(letter, "dead-letter-key-sha256")).matches("[0-9a-f]{64}");
    }

    @Test
    void hugeHeadersAreDroppedAndTheOthersStay() {
        ConsumerRecord<byte[], byte[]> record = large(new byte[] {7}, new byte[] {3}, 9_437_000);
        record.headers().add("after", "kept".getBytes(StandardCharsets.UTF_8));
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(record, "detector", failure());
        assertThat(text(letter, "after")).isEqualTo("kept");
        assertThat(letter.headers().toArray()).extracting(Header::key).doesNotContain("large");
        assertThat(text(letter, "dead-letter-headers-dropped")).isEqualTo("1");
        assertThat(letter.key()).containsExactly(7);
        assertThat(letter.value()).containsExactly(3);
    }

    private static ConsumerRecord<byte[], byte[]> large(byte[] key, byte[] body, int headerBytes) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("samples.collected.v1", 2, 41, key, body);
        if (headerBytes > 0) {
            record.headers().add("large", new byte[headerBytes]);
        }
        return record;
    }
}
