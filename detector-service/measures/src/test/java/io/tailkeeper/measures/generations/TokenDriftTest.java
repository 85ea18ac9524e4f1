package io.tailkeeper.measures.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenDriftTest {

    /** b = 1/2, S = 0.2: 0.25 * 0.8 / 100 twice; then 0.25 (0.99 * 0.004 + 0.008) + 0.002. */
    @Test
    void isThatOfTheHandWorkedChain() {
        assertThat(TokenDrift.expected(0.2, 100, 100, 0)).isZero();
        assertThat(TokenDrift.expected(0.2, 100, 100, 1)).isCloseTo(0.004, within(1e-15));
        assertThat(TokenDrift.expected(0.2, 100, 100, 2)).isCloseTo(0.00499, within(1e-15));
        assertThat(TokenDrift.expected(0.2, 100, 0, 2))
                .as("what collision probability grows by: (1 - S) (1 - (1 - 1/n)^m)")
                .isCloseTo(0.8 * (1 - 0.99 * 0.99), within(1e-15));
    }

    /** (1 - S) b^2 / (n (1 - b^2 (1 - 1/n))), with so much human text that it has no noise of its own. */
    @Test
    void reachesTheBoundOfAChainThatKeepsItsHumanText() {
        double n = 1_000;
        double human = 3_000;
        double b = 0.25;
        double fresh = (1 - b) * (1 - b) * 0.9 / human / (1 - b * b * (1 - 1 / n));
        assertThat(TokenDrift.expected(0.1, n, human, 100))
                .isCloseTo(0.9 * b * b / (n * (1 - b * b * (1 - 1 / n))) + fresh, within(1e-15));
    }

    /** Chains that learn what they count: the mean of 20,000. */
    @Test
    void isTheMeanOfSimulatedChains() {
        double[] human = {0.4, 0.3, 0.15, 0.1, 0.05};
        int chains = 20_000;
        int steps = 4;
        Random random = new Random(3);
        double[] found = new double[steps + 1];
        for (int chain = 0; chain < chains; chain++) {
            double[] model = human.clone();
            for (int step = 1; step <= steps; step++) {
                double[] machine = counted(random, model, 60);
                double[] fresh = counted(random, human, 30);
                for (int i = 0; i < model.length; i++) {
                    model[i] = (60 * machine[i] + 30 * fresh[i]) / 90;
                    found[step] += Math.pow(model[i] - human[i], 2) / chains;
                }
            }
        }
        double collision = 0.16 + 0.09 + 0.0225 + 0.01 + 0.0025;
        for (int step = 1; step <= steps; step++) {
            double expected = TokenDrift.expected(collision, 60, 30, step);
            assertThat(found[step]).as("after %d", step).isCloseTo(expected, within(0.03 * expected));
        }
    }

    private static double[] counted(Random random, double[] from, int words) {
        double[] shares = new double[from.length];
        for (int i = 0; i < words; i++) {
            double at = random.nextDouble();
            int word = 0;
            while (word < from.length - 1 && at >= from[word]) {
                at -= from[word++];
            }
            shares[word] += 1.0 / words;
        }
        return shares;
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> TokenDrift.expected(1.2, 10, 0, 1)).hasMessageContaining("collision probability 1.2");
        assertThatThrownBy(() -> TokenDrift.expected(0.2, 0, 10, 1)).hasMessageContaining("0.0 machine-written");
    }
}
