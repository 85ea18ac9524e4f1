package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.measures.CalibrationError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConfidenceSumsTest {

    @Test
    void figuresOfFourTokensAreWorkedByHand() {
        ConfidenceSums sums = new ConfidenceSums();
        sums.add(Math.log(0.02), Math.log(0.5), false, 2.0);
        sums.add(Math.log(0.5), Math.log(0.5), true, 1.003);
        sums.add(Math.log(0.95), Math.log(0.95), true, 0.2);
        sums.add(0, 0, true, 0);

        Confidence confidence = sums.confidence();
        Long[] histogram = new Long[20];
        Arrays.fill(histogram, 0L);
        histogram[0] = 1L;
        histogram[10] = 1L;
        histogram[18] = 0L;
        histogram[19] = 2L; // 0.95 * 20 is 19, and certainty
        assertThat(confidence.histogram()).containsExactly(histogram);
        assertThat(confidence.meanProbability()).isCloseTo((0.02 + 0.5 + 0.95 + 1) / 4, within(1e-12));
        assertThat(confidence.shareAbove90()).isEqualTo(0.5);
        assertThat(confidence.meanEntropy()).isCloseTo((2 + 1.003 + 0.2) / 4, within(1e-12));
        assertThat(confidence.entropyP10()).as("first of four").isEqualTo(0.005);
        assertThat(confidence.entropyP90()).as("fourth of four").isCloseTo(2.005, within(1e-12));
        // Bin of 0.5: 0.5 + 0.5 - 1 = 0. Last bin, from 0.933 on: 0.95 + 1 - 2.
        assertThat(confidence.calibrationError()).isCloseTo(0.05 / 4, within(1e-12));
    }

    @Test
    void figuresAreThoseOfAllTokensTogether() {
        Random random = new Random(7);
        int tokens = 5_000;
        double[] probabilities = random.doubles(tokens).map(p -> p * p * p).toArray();
        double[] highest =
                Arrays.stream(probabilities).map(p -> p + (1 - p) / 3).toArray();
        boolean[] correct = new boolean[tokens];
        double[] entropies = random.doubles(tokens, 0, 9).toArray();
        ConfidenceSums sums = new ConfidenceSums();
        for (int i = 0; i < tokens; i++) {
            correct[i] = random.nextDouble() < 0.4;
            sums.add(Math.log(probabilities[i]), Math.log(highest[i]), correct[i], entropies[i]);
        }

        Confidence confidence = sums.confidence();
        List<Long> histogram = IntStream.range(0, 20)
                .mapToLong(bin -> Arrays.stream(probabilities)
                        .filter(p -> p >= bin / 20.0 && p < (bin + 1) / 20.0)
                        .count())
                .boxed()
                .toList();
        assertThat(confidence.histogram()).isEqualTo(histogram);
        assertThat(confidence.histogram().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(tokens);
        assertThat(confidence.shareAbove90())
                .isEqualTo(Arrays.stream(probabilities).filter(p -> p > 0.9).count() / (double) tokens);
        assertThat(confidence.calibrationError()).isCloseTo(CalibrationError.of(highest, correct), within(1e-9));
        double[] sorted = Arrays.stream(entropies).sorted().toArray();
        assertThat(confidence.entropyP10()).isCloseTo(sorted[499], within(0.00500001));
        assertThat(confidence.entropyP90()).isCloseTo(sorted[4_499], within(0.00500001));
    }

    @Test
    void roundingAndLargeEntropiesStayInRange() {
        ConfidenceSums sums = new ConfidenceSums();
        sums.add(1e-7, 1e-7, true, -1e-7);
        sums.add(-800, -0.1, false, 30);

        Confidence confidence = sums.confidence();
        assertThat(confidence.histogram())
                .isEqualTo(LongStream.concat(
                                LongStream.of(1),
                                LongStream.concat(
                                        Collections.nCopies(18, 0L).stream().mapToLong(Long::longValue),
                                        LongStream.of(1)))
                        .boxed()
                        .toList());
        assertThat(confidence.meanProbability()).isEqualTo(0.5);
        assertThat(confidence.meanEntropy()).isEqualTo(15);
        assertThat(confidence.entropyP90()).isCloseTo(19.995, within(1e-9));
    }

    @Test
    void noTokenHasNoFigures() {
        assertThatThrownBy(() -> new ConfidenceSums().confidence())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meanProbability: NaN");
    }
}
