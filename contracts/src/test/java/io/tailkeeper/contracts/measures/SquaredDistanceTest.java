package io.tailkeeper.contracts.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SquaredDistanceTest {

    private static final double[] P = {0.5, 0.3, 0.2, 0};
    private static final double[] Q = {0.35, 0.3, 0.25, 0.1};

    private static long[] drawn(Random random, double[] from, int words) {
        long[] counts = new long[from.length];
        for (int i = 0; i < words; i++) {
            double at = random.nextDouble();
            int word = 0;
            while (at >= from[word]) {
                at -= from[word++];
            }
            counts[word]++;
        }
        return counts;
    }

    private static List<Integer> words(long[] counts) {
        List<Integer> words = new ArrayList<>();
        for (int word = 0; word < counts.length; word++) {
            for (int i = 0; i < counts[word]; i++) {
                words.add(word);
            }
        }
        return words;
    }

    /** The share of equal pairs, of two different places where both sides are one text. */
    private static double equalPairs(List<Integer> first, List<Integer> second) {
        double equal = 0;
        double pairs = 0;
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < second.size(); j++) {
                if (first != second || i != j) {
                    pairs++;
                    equal += first.get(i).equals(second.get(j)) ? 1 : 0;
                }
            }
        }
        return equal / pairs;
    }

    @Test
    void isThatOfTheHandWorkedCounts() {
        // pairs: 6 of 12, 0 of 2, and 3/4 * 1/2 across
        assertThat(SquaredDistance.of(new long[] {3, 1, 0, 0}, new long[] {1, 0, 1, 0})
                        .value())
                .isCloseTo(0.5 - 2 * 0.375, within(1e-12));
        assertThat(SquaredDistance.collisions(new long[] {3, 1})).isEqualTo(0.5);
    }

    @Test
    void isThatOfEveryPairOfWords() {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            long[] first = drawn(random, P, 30);
            long[] second = drawn(random, Q, 20);
            List<Integer> one = words(first);
            List<Integer> two = words(second);
            assertThat(SquaredDistance.of(first, second).value())
                    .isCloseTo(equalPairs(one, one) + equalPairs(two, two) - 2 * equalPairs(one, two), within(1e-12));
        }
    }

    /** 0.15^2 + 0.05^2 + 0.1^2 = 0.035. */
    @Test
    void hasNoBiasAndTheErrorThatItStates() {
        assertMeanAndError(P, Q, 0.035);
        assertMeanAndError(P, P, 0);
    }

    private static void assertMeanAndError(double[] p, double[] q, double distance) {
        Random random = new Random(2);
        int rounds = 4_000;
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int round = 0; round < rounds; round++) {
            SquaredDistance each = SquaredDistance.of(drawn(random, p, 200), drawn(random, q, 150));
            sum += each.value();
            squares += each.value() * each.value();
            errors += Math.pow(each.standardError(), 2);
        }
        double deviation = Math.sqrt(squares / rounds - Math.pow(sum / rounds, 2));
        assertThat(sum / rounds).isCloseTo(distance, within(4 * deviation / Math.sqrt(rounds)));
        assertThat(Math.sqrt(errors / rounds) / deviation)
                .as("stated and found; where both are equal the error is on the safe side")
                .isBetween(distance > 0 ? 0.96 : 1, distance > 0 ? 1.04 : 1.5);
    }

    @Test
    void aTextWithoutAPairIsRefused() {
        assertThatThrownBy(() -> SquaredDistance.of(new long[] {1, 0}, new long[] {1, 1}))
                .hasMessage("counts of 1 words have no pair to compare");
        assertThat(PoolDivergence.of(new long[] {1, 0}, new long[] {1, 1}).squaredDistance())
                .isNull();
        assertThat(PoolDivergence.of(new long[] {3, 1}, new long[] {2, 2}).squaredDistance())
                .isCloseTo(0.5 + 1 / 3.0 - 2 * 0.5, within(1e-12));
    }
}
