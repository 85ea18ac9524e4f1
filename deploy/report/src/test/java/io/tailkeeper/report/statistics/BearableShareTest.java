package io.tailkeeper.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BearableShareTest {

    private static String sentence(BearableShare.@Nullable Estimate estimate) {
        return Objects.requireNonNull(estimate).sentence();
    }

    /** Mean 0.06, standard error 0.01 / sqrt 3, t of two degrees 4.303: 0.0352 to 0.0848, so sqrt(0.05 / (0.05 + 4 x)) of each. */
    @Test
    void statesItsIntervalOverSeeds() {
        assertThat(sentence(new BearableShare(List.of(0.05, 0.06, 0.07), List.of(0.1, 0.1, 0.1), 0.5, 4, 0.05)
                        .estimate("baseline", "human-only")))
                .isEqualTo("with at most 42 % [36, 51] of machine-written text, baseline would stay within 0.05 of the"
                        + " human-only floor: from generation 1, by the recursion of arXiv 2602.10531 (our derivation), which"
                        + " foresees +0.080 after generation 4; measured is +0.100");
    }

    @Test
    void anIntervalThatReachesTheFloorBearsEverything() {
        assertThat(sentence(new BearableShare(List.of(0.01, 0.06, 0.2), List.of(0.1, 0.1, 0.1), 0.5, 4, 0.05)
                        .estimate("baseline", "human-only")))
                .contains(", 100] of machine-written text");
    }

    @Test
    void twoSeedsStateTheirRangeAndOneNothing() {
        assertThat(sentence(new BearableShare(List.of(0.05, 0.07), List.of(0.1, 0.1), 0.5, 4, 0.05).estimate("a", "b")))
                .startsWith("with at most 42 % [39, 45] of");
        assertThat(sentence(new BearableShare(List.of(0.06), List.of(0.1), 0.5, 4, 0.05).estimate("a", "b")))
                .startsWith("with at most 42 % of");
    }

    @Test
    void anArmThatLostNothingSaysNothing() {
        assertThat(new BearableShare(List.of(-0.01), List.of(0.1), 0.5, 4, 0.05).estimate("a", "b"))
                .isNull();
    }
}
