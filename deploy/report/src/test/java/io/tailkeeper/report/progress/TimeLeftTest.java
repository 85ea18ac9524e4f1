package io.tailkeeper.report.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final Duration WHOLE = Duration.ofMinutes(2);

    /** The estimates of an experiment of two minutes that is looked at twice a second, with the seconds passed. */
    private static List<Estimate> estimates(DoubleUnaryOperator doneAfter) {
        TimeLeft timeLeft = new TimeLeft();
        List<Estimate> estimates = new ArrayList<>();
        for (int half = 0; half < 2 * WHOLE.toSeconds(); half++) {
            double seconds = half / 2.0;
            Optional<Duration> left =
                    timeLeft.after(Duration.ofMillis((long) (seconds * 1000)), doneAfter.applyAsDouble(seconds));
            left.ifPresent(time -> estimates.add(new Estimate(seconds, time.toMillis() / 1000.0)));
        }
        return estimates;
    }

    private record Estimate(double passed, double left) {

        double whole() {
            return passed + left;
        }
    }

    @Test
    void atOnePaceItIsKnownSoonAndRight() {
        List<Estimate> estimates = estimates(seconds -> seconds / 120);

        assertThat(estimates.getFirst().passed()).isBetween(20.0, 21.0);
        assertThat(estimates).hasSizeGreaterThan(190).allSatisfy(each -> assertThat(each.whole())
                .isBetween(119.0, 121.0));
    }

    /** As an experiment goes: a slow first generation, then two arms at four times the pace. */
    @Test
    void nothingIsSaidWhileThePaceChanges() {
        List<Estimate> estimates =
                estimates(seconds -> seconds < 60 ? 0.08 * seconds / 60 : 0.08 + 0.92 * (seconds - 60) / 60);

        assertThat(estimates).isNotEmpty().allSatisfy(each -> assertThat(each.whole())
                .as("said after %s s", each.passed())
                .isBetween(115.0, 145.0));
        assertThat(estimates.getLast().whole()).isBetween(118.0, 125.0);
    }

    @Test
    void nothingIsSaidAtTheBeginningNorWhileNothingMoves() {
        assertThat(estimates(seconds -> seconds < 14 ? seconds / 120 : 14 / 120.0))
                .isEmpty();
        assertThat(estimates(seconds -> 0.04 * seconds / 120)).isEmpty();
    }
}
