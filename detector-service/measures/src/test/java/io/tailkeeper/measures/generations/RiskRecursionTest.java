package io.tailkeeper.measures.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskRecursionTest {

    /** R_1 = 2/4 + 3/4 1/4 = 11/16; R_2 = 2/8 + 7/8 9/16 11/16. */
    @Test
    void isTheRecursionByHand() {
        double[] risks = RiskRecursion.of(new double[] {2, 4, 8}, new double[] {1, 0.5, 0.25});
        assertThat(risks).containsExactly(1, 0.6875, 0.25 + 0.875 * 0.5625 * 0.6875);
    }

    @Test
    void growsByOneAGenerationWithoutRealTextAndStaysWithNothingElse() {
        double[] sizes = new double[6];
        Arrays.fill(sizes, 1e12);
        assertThat(RiskRecursion.of(sizes, new double[6]))
                .containsExactly(new double[] {1, 2, 3, 4, 5, 6}, within(1e-9));
        assertThat(RiskRecursion.of(sizes, new double[] {1, 1, 1, 1, 1, 1})).containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 10.256", "0.1, 5.263", "0.25, 2.286", "0.5, 1.333"})
    void tendsToItsSteadyValue(double share, double steady) {
        double[] sizes = new double[400];
        double[] shares = new double[400];
        Arrays.fill(sizes, 1e9);
        Arrays.fill(shares, share);
        assertThat(RiskRecursion.steady(share)).isCloseTo(steady, within(5e-4));
        assertThat(RiskRecursion.of(sizes, shares)[399]).isCloseTo(steady, within(5e-4));
    }

    /** The squared error of three frequencies, over 200,000 chains of 4, 3 and 6 draws: where the recursion is exact. */
    @Test
    void isTheErrorOfFrequenciesThatAreLearnedAgainAndAgain() {
        double[] truth = {0.5, 0.3, 0.2};
        int[] sizes = {4, 3, 6};
        double[] shares = {1, 0.25, 0.5};
        double[] squares = new double[3];
        SplittableRandom random = new SplittableRandom(4);
        for (int chain = 0; chain < 200_000; chain++) {
            double[] learned = truth;
            for (int t = 0; t < 3; t++) {
                double[] counted = new double[3];
                for (int draw = 0; draw < sizes[t]; draw++) {
                    double[] from = random.nextDouble() < shares[t] ? truth : learned;
                    double place = random.nextDouble();
                    counted[place < from[0] ? 0 : place < from[0] + from[1] ? 1 : 2] += 1.0 / sizes[t];
                }
                learned = counted;
                for (int i = 0; i < 3; i++) {
                    squares[t] += (learned[i] - truth[i]) * (learned[i] - truth[i]);
                }
            }
        }
        double[] risks = RiskRecursion.of(new double[] {4, 3, 6}, shares);
        for (int t = 1; t < 3; t++) {
            assertThat(squares[t] / squares[0]).isCloseTo(risks[t], within(0.015 * risks[t]));
        }
    }

    @Test
    void refusesWhatIsNoChain() {
        assertThatThrownBy(() -> RiskRecursion.of(new double[] {2}, new double[] {1, 1}))
                .hasMessageContaining("1 sizes and 2 shares");
        assertThatThrownBy(() -> RiskRecursion.of(new double[] {2, 0}, new double[] {1, 1}))
                .hasMessageContaining("generation 1 of a chain has 0.0 samples");
        assertThatThrownBy(() -> RiskRecursion.of(new double[] {2, 2}, new double[] {1, 1.5}))
                .hasMessageContaining("1.5 of them real");
    }
}
