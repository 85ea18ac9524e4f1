package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingStrategyTest {

    /** Probabilities 0.1, 0.4, 0.2, 0.3. */
    private static final float[] LOGITS = {log(0.1), log(0.4), log(0.2), log(0.3)};

    private static float log(double value) {
        return (float) Math.log(value);
    }

    private static double[] frequencies(DecodingStrategy strategy) {
        SplittableRandom random = new SplittableRandom(1);
        double[] counts = new double[LOGITS.length];
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            counts[strategy.next(LOGITS, random)] += 1.0 / draws;
        }
        return counts;
    }

    @Test
    void greedyTakesTheFirstOfTheMostProbable() {
        assertThat(new DecodingStrategy.Greedy().next(LOGITS, new SplittableRandom(1)))
                .isEqualTo(1);
        assertThat(new DecodingStrategy.Greedy().next(new float[] {2, 5, 5}, new SplittableRandom(1)))
                .isEqualTo(1);
    }

    @Test
    void temperatureDrawsFromTheSoftmax() {
        assertThat(frequencies(new DecodingStrategy.Temperature(1)))
                .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, within(0.005));
        double sum = 0.01 + 0.16 + 0.04 + 0.09;
        assertThat(frequencies(new DecodingStrategy.Temperature(0.5)))
                .containsExactly(new double[] {0.01 / sum, 0.16 / sum, 0.04 / sum, 0.09 / sum}, within(0.005));
    }

    @Test
    void topKKeepsTheMostProbable() {
        assertThat(frequencies(new DecodingStrategy.TopK(2, 1)))
                .containsExactly(new double[] {0, 4 / 7.0, 0, 3 / 7.0}, within(0.005));
        assertThat(frequencies(new DecodingStrategy.TopK(1, 1)))
                .containsExactly(new double[] {0, 1, 0, 0}, within(1e-6));
        assertThat(frequencies(new DecodingStrategy.TopK(99, 1)))
                .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, within(0.005));
    }

    @Test
    void nucleusKeepsTheSmallestSetThatHoldsTheMass() {
        assertThat(frequencies(new DecodingStrategy.Nucleus(0.65, 1)))
                .containsExactly(new double[] {0, 4 / 7.0, 0, 3 / 7.0}, within(0.005));
        assertThat(frequencies(new DecodingStrategy.Nucleus(0.75, 1)))
                .containsExactly(new double[] {0, 4 / 9.0, 2 / 9.0, 3 / 9.0}, within(0.005));
    }

    /** Of tokens 0 (twice in the prompt), 2 (written) and 3 (written later, not yet). */
    @Test
    void aRepetitionPenaltyDividesPositiveLogitsAndMultipliesNegativeOnes() {
        DecodingStrategy penalised = new DecodingStrategy.Penalised(new DecodingStrategy.Greedy(), 4);
        float[] logits = {6, 2, -1, 5, 0};
        assertThat(penalised.seen(logits, new int[] {0, 0, 4}, new int[] {2, 3}, 1))
                .containsExactly(1.5f, 2, -4, 5, 0);
        assertThat(logits).as("the caller's own").containsExactly(6, 2, -1, 5, 0);
        assertThat(penalised.next(penalised.seen(logits, new int[] {0}, new int[] {3}, 1), new SplittableRandom(1)))
                .as("6 / 4 and 5 / 4 are less than 2")
                .isEqualTo(1);
        assertThatThrownBy(() -> new DecodingStrategy.Penalised(new DecodingStrategy.Greedy(), 0))
                .hasMessageContaining("repetition penalty of a decoding strategy must be more than 0");
    }

    @Test
    void candidatesAreOrderedByLogitThenToken() {
        float[] odd = {-1, Float.NEGATIVE_INFINITY, 3, 3, 0, -0f, 1e30f};
        assertThat(Candidates.best(odd, 3).draw(1e-9, new SplittableRandom(1))).isEqualTo(6);
        SplittableRandom random = new SplittableRandom(4);
        float[] many = numbers(999, i -> random.nextInt(-50, 50) / 10f); // of which some are equal
        float[] wide = numbers(20_000, i -> (float) random.nextDouble(-9, i < 10_000 ? 5 : 9));
        float[] narrow = numbers(300, _ -> random.nextInt(3) * Float.MIN_VALUE);
        float[] infinite = many.clone();
        infinite[500] = Float.POSITIVE_INFINITY;
        for (float[] logits : List.of(odd, many, wide, narrow, infinite, new float[300])) {
            int[] order = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted((a, b) -> Float.compare(logits[b] + 0f, logits[a] + 0f))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int k : new int[] {1, 2, 10, 298, 998, 999, 9000, 20_000}) {
                int[] tokens = Candidates.best(logits, k).tokens();
                assertThat(tokens).containsExactly(Arrays.copyOf(order, Math.min(k, logits.length)));
            }
        }
    }

    private static float[] numbers(int count, IntFunction<Float> one) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = one.apply(i);
        }
        return numbers;
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(
                        () -> new DecodingStrategy.TopK(2, 1).next(new float[] {1, Float.NaN}, new SplittableRandom(1)))
                .hasMessageContaining("not a number");
        assertThatThrownBy(() -> new DecodingStrategy.TopK(0, 1)).hasMessageContaining("k of a decoding strategy");
        assertThatThrownBy(() -> new DecodingStrategy.Temperature(0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new DecodingStrategy.Nucleus(0, 1)).hasMessageContaining("p of a decoding");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aLogitThatIsNoNumberIsRefusedByEveryStrategy(int place) {
        float[] logits = {1, 2, 3, 4, 5};
        logits[place] = Float.NaN;
        List<DecodingStrategy> all = List.of(
                new DecodingStrategy.Greedy(),
                new DecodingStrategy.Temperature(1),
                new DecodingStrategy.TopK(2, 1),
                new DecodingStrategy.Nucleus(0.5, 1));
        for (DecodingStrategy strategy : all) {
            assertThatThrownBy(() -> strategy.next(logits, new SplittableRandom(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a logit is not a number");
        }
    }
}
