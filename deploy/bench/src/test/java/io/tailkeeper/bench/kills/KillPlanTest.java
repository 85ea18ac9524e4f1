package io.tailkeeper.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.bench.kills.KillPlan.Kill;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    @Test
    void everyProcessIsKilledEquallyOften() {
        assertThat(kills(KillPlan.of(30, 7))).hasSize(6).allSatisfy((victim, kills) -> assertThat(kills)
                .isEqualTo(5));
        assertThat(kills(KillPlan.of(4, 7))).hasSize(4);
        assertThat(kills(KillPlan.of(8, 7)).values()).containsOnly(1L, 2L);
    }

    private static Map<String, Long> kills(KillPlan plan) {
        return plan.kills().stream().collect(Collectors.groupingBy(Kill::victim, Collectors.counting()));
    }

    @Test
    void theSeedDecides() {
        assertThat(KillPlan.of(30, 7)).isEqualTo(KillPlan.of(30, 7)).isNotEqualTo(KillPlan.of(30, 8));
    }

    @Test
    void theMomentsAreSpreadAroundTheMeanPause() {
        assertThat(KillPlan.of(3_000, 7).kills().stream().mapToDouble(Kill::pause))
                .hasSize(3_000)
                .allMatch(pause -> pause >= 0 && pause < 2)
                .anyMatch(pause -> pause < 0.1)
                .anyMatch(pause -> pause > 1.9);
    }

    @Test
    void someAreKilledAgainWhileTheyStartAndTheFirstWhileTheStackDoes() {
        List<Kill> kills = KillPlan.of(30, 7).kills();

        Set<String> killedAgain = new TreeSet<>();
        for (int i = 1; i < kills.size(); i++) {
            if (kills.get(i).victim().equals(kills.get(i - 1).victim())
                    && kills.get(i).pause() < 0.5) {
                killedAgain.add(kills.get(i).victim());
            }
        }
        assertThat(killedAgain).containsExactlyInAnyOrderElementsOf(KillPlan.VICTIMS);
        assertThat(kills.getFirst().pause()).isLessThan(0.5);
    }
}
