package io.tailkeeper.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.local.kafka.HeldUp.News;
import io.tailkeeper.local.kafka.HeldUp.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldUpTest {

    private static final TopicPartition PARTITION = new TopicPartition("samples.collected.v1", 1);
    private static final News NOTHING = new News(List.of(), List.of());
    private static final News HELD = new News(List.of(PARTITION), List.of());
    private static final News RELEASED = new News(List.of(), List.of(PARTITION));

    private Instant now = Instant.parse("2026-11-29T08:00:00Z");
    private final HeldUp heldUp = new HeldUp(() -> now);

    @Test
    void readersThatStandStillAreNamedUntilAPersonKnows() {
        assertThat(look(5, 8)).isEqualTo(NOTHING);
        later(Duration.ofSeconds(9));
        assertThat(look(5, 9)).isEqualTo(NOTHING);
        later(Duration.ofSeconds(1));
        assertThat(look(5, 9)).isEqualTo(HELD);
        assertThat(look(5, 12)).isEqualTo(HELD);
        heldUp.told(PARTITION);
        assertThat(look(5, 12)).isEqualTo(NOTHING);
        assertThat(look(13, 13)).isEqualTo(RELEASED);
        assertThat(look(13, 13)).isEqualTo(NOTHING);
    }

    @Test
    void oneShortTransactionAfterTheOtherHoldsNobodyUp() {
        for (int offset = 0; offset < 100; offset++) {
            assertThat(look(offset, offset + 1)).isEqualTo(NOTHING);
            later(Duration.ofSeconds(9));
        }
    }

    @Test
    void anotherTransactionBehindTheFirstIsNotTheEndOfIt() {
        look(5, 8);
        later(HeldUp.PATIENCE);
        assertThat(look(5, 8)).isEqualTo(HELD);
        heldUp.told(PARTITION);

        assertThat(look(6, 8)).isEqualTo(NOTHING);
        later(HeldUp.PATIENCE);
        assertThat(look(6, 8)).isEqualTo(NOTHING);
        assertThat(look(8, 8)).isEqualTo(RELEASED);
    }

    private News look(long lastStable, long highWatermark) {
        return heldUp.look(Map.of(PARTITION, new Offsets(lastStable, highWatermark)));
    }

    private void later(Duration time) {
        now = now.plus(time);
    }
}
