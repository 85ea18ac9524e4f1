package io.tailkeeper.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
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
                .isEqualTo("io.tailkeeper.contracts.RejectedMessageException");
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
}
