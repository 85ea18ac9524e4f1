package io.tailkeeper.measures.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticShareLimitTest {

    /** b = 1/2 and G_1 = 0.06 give R = 0.24, and G_2 = 0.06 + 0.015, G_3 = 0.06 + 0.01875. */
    @Test
    void foreseesWhatTheRecursionAddsByHand() {
        assertThat(SyntheticShareLimit.foreseen(0.06, 0.5, 1)).isEqualTo(0.06);
        assertThat(SyntheticShareLimit.foreseen(0.06, 0.5, 2)).isCloseTo(0.075, within(1e-12));
        assertThat(SyntheticShareLimit.foreseen(0.06, 0.5, 3)).isCloseTo(0.07875, within(1e-12));
        assertThat(SyntheticShareLimit.foreseen(0.06, 1, 7))
                .as("without human text it grows by as much each time")
                .isCloseTo(0.42, within(1e-12));
    }

    /** sqrt(0.05 / 0.29) = 0.4152. */
    @Test
    void theLimitOfHandWorkedFigures() {
        assertThat(SyntheticShareLimit.of(0.06, 0.5, 0.05)).isCloseTo(0.4152, within(1e-4));
    }

    /** The distance of the whole recursion, with sizes so large that n - 1 is n, to that of a chain of human text. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void isTheRiskRecursionOfLargeGenerationsBesideItsFloor(double share) {
        double size = 1e12;
        double[] sizes = {size, size, size, size, size};
        double real = 1 - share;
        double[] risks = RiskRecursion.of(sizes, new double[] {1, real, real, real, real});
        // The recursion begins with a risk of 1 in generation 0, as the floor has it in every generation.
        for (int t = 1; t <= 4; t++) {
            assertThat(SyntheticShareLimit.foreseen(share * share, share, t)).isCloseTo(risks[t] - 1, within(1e-9));
        }
    }

    /** With the limit as its share a chain ends at the tolerance. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.5})
    void aChainWithTheLimitComesToTheTolerance(double tolerance) {
        double risk = 0.2;
        double limit = SyntheticShareLimit.of(risk * 0.25, 0.5, tolerance);
        assertThat(SyntheticShareLimit.foreseen(limit * limit * risk, limit, 10_000))
                .isCloseTo(tolerance, within(1e-9));
    }

    @Test
    void refusesAChainThatLostNothing() {
        assertThatThrownBy(() -> SyntheticShareLimit.of(0, 0.5, 0.05)).hasMessageContaining("both must be above 0");
        assertThatThrownBy(() -> SyntheticShareLimit.of(0.1, 0.5, 0)).hasMessageContaining("it must be above 0");
        assertThatThrownBy(() -> SyntheticShareLimit.foreseen(0.1, 1.5, 2)).hasMessageContaining("1.5");
    }
}
