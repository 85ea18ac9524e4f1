package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private static final Optional<String> WELL = Optional.empty();
    private static final Optional<String> FAULT = Optional.of("detector loops working is DOWN (encoder: false)");

    private Instant now = Instant.parse("2026-11-29T08:00:00Z");
    private final Complaints complaints = new Complaints(() -> now);

    @Test
    void aFaultThatLastsIsToldOnceAndItsEndToo() {
        assertThat(news(1, WELL)).isEmpty();
        assertThat(news(1, FAULT)).isEmpty();
        now = now.plus(Complaints.PATIENCE);

        assertThat(news(1, FAULT))
                .contains("detector has not worked for 30 s: detector loops working is DOWN (encoder: false)");
        assertThat(news(1, FAULT)).isEmpty();
        assertThat(news(1, WELL)).contains("detector works again");
        assertThat(news(1, WELL)).isEmpty();
    }

    @Test
    void aShortFaultIsNotTold() {
        for (int spell = 0; spell < 20; spell++) {
            assertThat(news(1, WELL)).isEmpty();
            assertThat(news(1, FAULT)).isEmpty();
            now = now.plus(Complaints.PATIENCE.dividedBy(2));
            assertThat(news(1, FAULT)).isEmpty();
        }
    }

    @Test
    void aProcessThatStartsIsGivenMoreTime() {
        assertThat(news(1, FAULT)).isEmpty();
        now = now.plus(Complaints.PATIENCE);
        assertThat(news(1, FAULT)).isEmpty();
        now = now.plus(Complaints.START.minus(Complaints.PATIENCE));
        assertThat(news(1, FAULT)).isPresent();
    }

    @Test
    void aNewProcessBeginsAnewAndItsWorkEndsTheComplaint() {
        news(1, WELL);
        news(1, FAULT);
        now = now.plus(Complaints.PATIENCE);
        assertThat(news(1, FAULT)).isPresent();

        now = now.plus(Duration.ofHours(1));
        assertThat(news(2, FAULT)).isEmpty();
        assertThat(news(2, WELL)).contains("detector works again");
    }

    private Optional<String> news(long pid, Optional<String> fault) {
        return complaints.news("detector", pid, fault);
    }
}
