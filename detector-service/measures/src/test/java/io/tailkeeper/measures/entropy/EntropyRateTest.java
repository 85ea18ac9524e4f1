package io.tailkeeper.measures.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntropyRateTest {

    /** Tries every earlier position and every length. */
    private static int[] naiveMatches(int[] symbols) {
        int[] matches = new int[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            for (int j = 0; j < i; j++) {
                int length = 0;
                while (j + length < i && i + length < symbols.length && symbols[j + length] == symbols[i + length]) {
                    length++;
                }
                matches[i] = Math.max(matches[i], length);
            }
        }
        return matches;
    }

    @Test
    void matchesAreThoseOfTheNaiveSearch() {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            int alphabet = 1 + random.nextInt(6);
            int[] symbols = random.ints(random.nextInt(80), 0, alphabet).toArray();
            assertThat(LongestMatches.of(symbols)).as(Arrays.toString(symbols)).isEqualTo(naiveMatches(symbols));
        }
    }

    @Test
    void matchesOfLongRepetitionsAreThoseOfTheNaiveSearch() {
        Random random = new Random(12);
        for (int round = 0; round < 60; round++) {
            int period = 1 + random.nextInt(40);
            int[] phrase = random.ints(period, -3, 3).toArray();
            int[] symbols = IntStream.range(0, 400)
                    .map(i -> random.nextInt(50) == 0 ? Integer.MAX_VALUE : phrase[i % period])
                    .toArray();
            assertThat(LongestMatches.of(symbols)).isEqualTo(naiveMatches(symbols));
        }
    }

    @Test
    void theRateOfFourSymbolsIsWorkedByHand() {
        // a b a b: L = 1 at the second, 3 at the third ("ab" was seen), 2 at the fourth.
        double expected = (1.0 / 1 + (Math.log(3) / Math.log(2)) / 3 + 2.0 / 2) / 3;
        assertThat(EntropyRate.ofCharacters("abab")).isCloseTo(expected, within(1e-12));
        assertThat(EntropyRate.ofWords(List.of("so", "far", "so", "far"))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whatHasNoPastHasNoRate() {
        assertThat(EntropyRate.ofCharacters("")).isZero();
        assertThat(EntropyRate.ofCharacters("a")).isZero();
        assertThat(EntropyRate.ofWords(List.of())).isZero();
    }

    @Test
    void randomBitsHaveNearlyOneBitAndARepeatedPhraseNearlyNone() {
        Random random = new Random(13);
        assertThat(EntropyRate.of(random.ints(100_000, 0, 2).toArray())).isCloseTo(1, within(0.1));
        assertThat(EntropyRate.ofCharacters("to be or not to be, ".repeat(500))).isLessThan(0.05);
    }

    @Test
    void aMillionSymbolsWithoutRepetitionAndOneSymbolRepeatedStayLinear() {
        assertThat(EntropyRate.of(IntStream.range(0, 1_000_000).toArray())).isGreaterThan(18);
        assertThat(EntropyRate.of(new int[1_000_000])).isLessThan(0.01);
    }
}
