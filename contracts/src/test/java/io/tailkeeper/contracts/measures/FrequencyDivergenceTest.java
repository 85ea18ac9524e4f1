package io.tailkeeper.contracts.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrequencyDivergenceTest {

    private static final long[] MACHINE = {3, 1, 0, 0};
    private static final long[] HUMAN = {1, 0, 1, 0};

    @Test
    void whatTheOtherSideLacksHasTheStatedProbability() {
        // 3/4 ln((3/4) / (1/2)) + 1/4 ln((1/4) / 1e-10)
        assertThat(FrequencyDivergence.published(MACHINE, HUMAN)).isCloseTo(5.713988, within(1e-6));
        // 1/2 ln((1/2) / (3/4)) + 1/2 ln((1/2) / 1e-10)
        assertThat(FrequencyDivergence.published(HUMAN, MACHINE)).isCloseTo(10.963619, within(1e-6));
    }

    @Test
    void halfACountIsAddedToWhatEitherSideHas() {
        // p = 3.5, 1.5, 0.5 of 5.5; q = 1.5, 0.5, 1.5 of 3.5
        assertThat(FrequencyDivergence.smoothed(MACHINE, HUMAN)).isCloseTo(0.286952, within(1e-6));
        assertThat(FrequencyDivergence.smoothed(HUMAN, MACHINE)).isCloseTo(0.402747, within(1e-6));
    }

    @Test
    void equalFrequenciesHaveNone() {
        assertThat(FrequencyDivergence.published(MACHINE, MACHINE)).isZero();
        assertThat(FrequencyDivergence.smoothed(HUMAN, HUMAN)).isZero();
        assertThat(FrequencyDivergence.smoothed(new long[2], new long[2])).isZero();
    }

    @Test
    void aPoolIsComparedBothWays() {
        PoolDivergence divergence = PoolDivergence.of(MACHINE, HUMAN);
        assertThat(divergence.machineTokens()).isEqualTo(4);
        assertThat(divergence.humanTokens()).isEqualTo(2);
        assertThat(divergence.klToHuman()).isEqualTo(FrequencyDivergence.published(MACHINE, HUMAN));
        assertThat(divergence.smoothedKlToHuman()).isEqualTo(FrequencyDivergence.smoothed(MACHINE, HUMAN));
        assertThat(divergence.smoothedKlFromHuman()).isEqualTo(FrequencyDivergence.smoothed(HUMAN, MACHINE));
        assertThatThrownBy(() -> PoolDivergence.of(new long[3], new long[4]))
                .hasMessage("counts of 3 and of 4 entries cannot be compared");
        assertThatThrownBy(() -> PoolDivergence.of(new long[4], HUMAN)).hasMessageContaining("machineTokens");
    }
}
