package io.tailkeeper.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StorePatienceTest {

    private final StorePatience patience = new StorePatience(Duration.ofMillis(20));

    @Test
    void triesAgainUntilItWorksAndSaysWhyMeanwhile() {
        List<Optional<String>> problems = new ArrayList<>();
        AtomicInteger attempts = new AtomicInteger();

        String result = patience.until(
                () -> {
                    problems.add(patience.problem());
                    if (attempts.incrementAndGet() < 4) {
                        throw new StoreAwayException("the store is away");
                    }
                    return "done";
                },
                () -> false);

        assertThat(result).isEqualTo("done");
        Optional<String> away = Optional.of("the store is away");
        assertThat(problems).containsExactly(Optional.empty(), away, away, away);
        assertThat(patience.problem()).isEmpty();
    }

    @Test
    void whatNobodyWantsAnyMoreIsGivenUp() {
        assertThatThrownBy(() -> patience.until(StorePatienceTest::away, () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(patience.problem()).isEmpty();
    }

    private static Object away() {
        throw new StoreAwayException("away");
    }

    @Test
    void anInterruptionEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> patience.until(StorePatienceTest::away, () -> false))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsWrongForGoodPassesAtOnce() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> patience.until(
                        () -> {
                            attempts.incrementAndGet();
                            throw new IllegalArgumentException("wrong");
                        },
                        () -> false))
                .hasMessage("wrong");
        assertThat(attempts).hasValue(1);
    }
}
