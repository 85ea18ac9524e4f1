package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    @Test
    void aFailedSendIsToldOfInTheWordsOfKafka() {
        TimeoutException absent = new TimeoutException("120000 ms has passed since batch creation");
        RecordTooLargeException large = new RecordTooLargeException("9000000 bytes");
        IllegalStateException cancelled = new IllegalStateException("the emitter is closed");

        assertThat(Outgoing.reason(new IllegalStateException("Retries exhausted", absent)))
                .isSameAs(absent);
        assertThat(Outgoing.reason(large)).isSameAs(large);
        assertThat(Outgoing.reason(cancelled)).isSameAs(cancelled);
    }
}
