package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.process.RestartBudget.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {

    private static final int KILLED = 137;

    private Instant now = Instant.parse("2026-11-29T08:00:00Z");

    @Test
    void pausesGrowUpToALimit() {
        RestartBudget budget = budget(RestartLimits.USUAL);

        List<Verdict> verdicts =
                IntStream.range(0, 8).mapToObj(restart -> budget.spend(1, true)).toList();

        assertThat(verdicts)
                .containsExactly(again(0), again(1), again(2), again(4), again(8), again(16), again(30), again(30));
    }

    private static Verdict again(int seconds) {
        return new Verdict.Again(Duration.ofSeconds(seconds));
    }

    @Test
    void aLoopEndsHoweverSlowItIs() {
        assertThat(endsUntilGivenUp(Duration.ZERO)).isEqualTo(9);
        assertThat(endsUntilGivenUp(Duration.ofSeconds(40))).isEqualTo(9);
        assertThat(endsUntilGivenUp(Duration.ofMinutes(3))).isEqualTo(9);
        assertThat(endsUntilGivenUp(Duration.ofMinutes(14))).isEqualTo(9);
    }

    @Test
    void anEndNowAndThenIsNoLoop() {
        assertThat(endsUntilGivenUp(Duration.ofMinutes(16))).isEqualTo(Integer.MAX_VALUE);
    }

    private int endsUntilGivenUp(Duration life) {
        RestartBudget budget = budget(RestartLimits.USUAL);
        for (int end = 1; end <= 1_000; end++) {
            if (budget.spend(KILLED, true) instanceof Verdict.Enough) {
                return end;
            }
            now = now.plus(life);
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void theReasonSaysHowOftenAndForHowLong() {
        RestartBudget budget = budget(new RestartLimits(1, Duration.ofMinutes(7), 0, Duration.ZERO));
        budget.spend(KILLED, false);

        assertThat(budget.spend(KILLED, false)).isEqualTo(new Verdict.Enough(" after 1 restarts within 7 minutes"));
        assertThat(budget.spend(1, false)).isEqualTo(new Verdict.Enough(" (1 time)"));
    }

    @Test
    void killsOnPurposeAreAllowedFor() {
        RestartBudget budget = budget(RestartLimits.forKills(30));

        assertThat(IntStream.range(0, 30).mapToObj(kill -> budget.spend(KILLED, kill > 3)))
                .hasSize(30)
                .allMatch(verdict -> verdict instanceof Verdict.Again(Duration pause)
                        && pause.compareTo(Duration.ofSeconds(2)) <= 0);
    }

    private RestartBudget budget(RestartLimits limits) {
        return new RestartBudget(limits, () -> now);
    }
}
