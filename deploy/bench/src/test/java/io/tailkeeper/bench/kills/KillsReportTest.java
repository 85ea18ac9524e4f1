package io.tailkeeper.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.bench.kills.Killer.Struck;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillsReportTest {

    private static final List<Struck> STRUCK =
            List.of(new Struck("kafka", 1.5, true), new Struck("redis", 3, false), new Struck("kafka", 9, false));

    @Test
    void aTableSaysWhoWasKilledAndStartedAgain() {
        assertThat(report(List.of()).lines())
                .containsExactly(
                        "victim     kills  while it started  restarts",
                        "generator      0                 0         0",
                        "detector       0                 0         0",
                        "trainer        0                 0         1",
                        "metrics        0                 0         0",
                        "kafka          2                 1         2",
                        "redis          1                 0         1",
                        "all            3                 1         4",
                        "",
                        "3 of 3 kills, seed 7, 2 runs, 91 s",
                        "every run has the sha256 of all 7 checkpoints and all 1,312 figures",
                        "of the undisturbed one, and its books balance");
    }

    @Test
    void whatDifferedIsSaidAndNotBuried() {
        List<String> many =
                IntStream.range(0, 25).mapToObj(fault -> "fault " + fault).toList();

        assertThat(report(many).lines())
                .contains(
                        "25 differences or faults:",
                        "  fault 0",
                        "  fault 19",
                        "  and 5 more; --output has all of them")
                .doesNotContain("  fault 20");
        assertThat(report(many).unchanged()).isFalse();
    }

    private static KillsReport report(List<String> faults) {
        Map<String, Integer> restarts = Map.of("kafka", 2, "redis", 1, "trainer", 1);
        return new KillsReport(7, 3, STRUCK, KillsReport.victims(STRUCK, restarts), 2, 7, 1_312, faults, 91.2);
    }
}
