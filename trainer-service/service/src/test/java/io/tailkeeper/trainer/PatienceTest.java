package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Patience patience = new Patience(Path.of(""));

    @Test
    void workIsDoneAsOftenAsItTakesAndSaysWhatKeepsItMeanwhile() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();

        patience.untilTheDiskTakes(() -> {
            if (attempts.getAndIncrement() == 0) {
                throw new UncheckedIOException("the disk is full", new IOException());
            }
            assertThat(patience.problem()).contains("the disk is full");
        });

        assertThat(attempts).hasValue(2);
        assertThat(patience.problem()).isEmpty();
    }

    @Test
    void aStopEndsEveryWaitAndLeavesTheWorkUndone() {
        patience.stop();

        assertThatThrownBy(() -> patience.untilTheDiskTakes(() -> {
                    throw new UncheckedIOException("the disk is full", new IOException());
                }))
                .isInstanceOf(Patience.StoppedException.class);
        assertThatThrownBy(() -> patience.pause(Duration.ofMinutes(1))).isInstanceOf(Patience.StoppedException.class);
        assertThat(patience.problem()).isEmpty();
    }

    @Test
    void whateverElseIsThrownPasses() {
        assertThatThrownBy(() -> patience.untilTheDiskTakes(() -> {
                    throw new IllegalStateException("no matter of the disk");
                }))
                .hasMessage("no matter of the disk");
    }
}
