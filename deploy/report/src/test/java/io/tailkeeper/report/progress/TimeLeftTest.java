package io.tailkeeper.report.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final Duration WHOLE = Duration.ofMinutes(2);

    /** The estimates of an experiment of two minutes that is looked at twice a second, with the seconds passed. */
    private static List<Estimate> estimates(@Nullable Duration expected, DoubleUnaryOperator doneAfter) {
        TimeLeft timeLeft = new TimeLeft(expected);
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
    void atOnePaceItIsRightFromTheFirstWorkOn() {
        List<Estimate> estimates = estimates(null, seconds -> seconds / 120);

        assertThat(estimates.getFirst().passed()).isEqualTo(0.5);
        assertThat(estimates).hasSize(239).allSatisfy(each -> assertThat(each.whole())
                .isCloseTo(120, within(1.0)));
    }

    @Test
    void nothingIsSaidBeforeAnythingIsDone() {
        List<Estimate> estimates = estimates(null, seconds -> Math.max(0, seconds - 30) / 90);

        assertThat(estimates.getFirst().passed()).isEqualTo(30.5);
    }

    @Test
    void whatWasDoneBeforeAResumedExperimentSaysNothingAboutItsPace() {
        assertThat(estimates(null, seconds -> 0.5 + 0.5 * seconds / 120))
                .hasSize(239)
                .allSatisfy(each -> assertThat(each.whole()).isCloseTo(120, within(1.0)));
    }

    @Test
    void nothingIsSaidWhenAllIsDone() {
        List<Estimate> estimates = estimates(null, seconds -> Math.min(1, seconds / 60));

        assertThat(estimates.getLast().passed()).isEqualTo(59.5);
    }

    @Test
    void whatIsExpectedCountsInTheBeginningAndThePaceLater() {
        // at half the pace that was expected
        List<Estimate> estimates = estimates(Duration.ofSeconds(60), seconds -> seconds / 120);

        assertThat(estimates.getFirst().whole()).isCloseTo(65, within(3.0));
        // half of the work: (0.5 * 120 + 0.05 * 60) / 0.55 = 114.5 of which half is left
        assertThat(estimates.get(2 * 60 - 1).left()).isCloseTo(57.3, within(0.5));
        assertThat(estimates.getLast().whole()).isCloseTo(120, within(0.5));
    }

    /** As an experiment may go: a slow first tenth of the work in half of the time. */
    @Test
    void aPaceThatChangesIsFollowed() {
        List<Estimate> estimates =
                estimates(null, seconds -> seconds < 60 ? 0.1 * seconds / 60 : 0.1 + 0.9 * (seconds - 60) / 60);

        assertThat(estimates.get(2 * 60 - 2).whole()).as("nobody can know yet").isGreaterThan(400);
        // at 90 s 0.55 is done, a second 0.0061 over all the time and 0.0106 over the last half: 0.0091 in the mean
        assertThat(estimates.get(2 * 90 - 1).left()).isCloseTo(0.45 / 0.0091, within(1.0));
        assertThat(estimates.getLast().whole()).isCloseTo(120, within(1.0));
    }

    @Test
    void whileNothingMovesTheTimeLeftGrows() {
        List<Estimate> estimates = estimates(null, seconds -> Math.min(seconds, 14) / 120);

        assertThat(estimates).hasSize(239);
        assertThat(estimates.subList(30, 239)).isSortedAccordingTo(Comparator.comparingDouble(Estimate::left));
    }
}
