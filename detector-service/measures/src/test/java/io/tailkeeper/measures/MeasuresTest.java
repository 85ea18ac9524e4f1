package io.tailkeeper.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private static final boolean[] NEGATIVE_THEN_POSITIVE = {false, false, true, true};

    private static RocCurve curve(double... scores) {
        return RocCurve.of(scores, NEGATIVE_THEN_POSITIVE);
    }

    /** The definition: every pair. */
    private static double naiveAuroc(double[] scores, boolean[] positive) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return wins / pairs;
    }

    /** The definition: of all negatives' scores that not too many negatives exceed, the lowest. */
    private static double naiveThreshold(double[] scores, boolean[] positive, double rate) {
        double[] negatives = of(scores, positive, false);
        return Arrays.stream(negatives)
                .filter(candidate -> above(negatives, candidate) <= rate * negatives.length + 1e-9)
                .min()
                .orElseThrow();
    }

    private static long above(double[] scores, double threshold) {
        return Arrays.stream(scores).filter(score -> score > threshold).count();
    }

    private static double[] of(double[] scores, boolean[] positive, boolean wanted) {
        return IntStream.range(0, scores.length)
                .filter(i -> positive[i] == wanted)
                .mapToDouble(i -> scores[i])
                .toArray();
    }

    /** The definition: bin by bin, mean probability and share of positives. */
    private static double naiveCalibrationError(double[] probabilities, boolean[] positive) {
        double error = 0;
        for (int bin = 0; bin < 15; bin++) {
            int in = bin;
            int[] inside = IntStream.range(0, probabilities.length)
                    .filter(i -> Math.min(14, (int) Math.floor(probabilities[i] * 15)) == in)
                    .toArray();
            double mean = Arrays.stream(inside)
                    .mapToDouble(i -> probabilities[i])
                    .average()
                    .orElse(0);
            double share = Arrays.stream(inside)
                    .mapToDouble(i -> positive[i] ? 1 : 0)
                    .average()
                    .orElse(0);
            error += inside.length * Math.abs(mean - share) / probabilities.length;
        }
        return error;
    }

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int values = seed % 3 == 0 ? 1_000_000 : 12; // hardly any ties, many ties
            int n = 2 + random.nextInt(300);
            double[] scores = random.ints(n, 0, values)
                    .mapToDouble(v -> v / (double) values)
                    .toArray();
            boolean[] positive = new boolean[n];
            for (int i = 0; i < n; i++) {
                positive[i] = i == 0 || (i > 1 && random.nextInt(3) == 0); // one of each class at least
            }
            RocCurve curve = RocCurve.of(scores, positive);
            assertThat(curve.auroc()).isEqualTo(naiveAuroc(scores, positive));
            for (double rate : new double[] {0, 0.01, 0.05, 0.5}) {
                double threshold = naiveThreshold(scores, positive, rate);
                double[] positives = of(scores, positive, true);
                assertThat(curve.threshold(rate)).isEqualTo(threshold);
                assertThat(curve.truePositiveRate(rate))
                        .isEqualTo(above(positives, threshold) / (double) positives.length);
            }
            assertThat(CalibrationError.of(scores, positive))
                    .isCloseTo(naiveCalibrationError(scores, positive), within(1e-12));
        }
    }

    @Test
    void aurocCountsATieAsHalf() {
        // Pairs: 0.4 = 0.4, 0.4 > 0.1, 0.8 > 0.4, 0.8 > 0.1.
        assertThat(curve(0.4, 0.1, 0.4, 0.8).auroc()).isEqualTo(3.5 / 4);
        assertThat(RocCurve.of(new double[] {0.4, 0.1}, new double[] {0.4, 0.8}).auroc())
                .as("given class by class")
                .isEqualTo(3.5 / 4);
    }

    @Test
    void aurocIsOneWhenSeparatedZeroWhenReversedAndHalfWhenConstant() {
        assertThat(curve(1, 2, 3, 4).auroc()).isEqualTo(1);
        assertThat(curve(4, 3, 2, 1).auroc()).isZero();
        assertThat(curve(7, 7, 7, 7).auroc()).isEqualTo(0.5);
        assertThat(curve(0.0, 0.0, -0.0, -0.0).auroc())
                .as("zeros are equal, whatever their sign")
                .isEqualTo(0.5);
    }

    @Test
    void infiniteScoresAreRanked() {
        assertThat(curve(Double.NEGATIVE_INFINITY, 1, 1, Double.POSITIVE_INFINITY)
                        .auroc())
                .isEqualTo(3.5 / 4);
    }

    @Test
    void aScoreThatIsNoNumberIsRefusedAndNotComparedForEver() {
        assertThatThrownBy(() -> curve(1, Double.NaN, 3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a number");
    }

    @Test
    void oneClassTellsNothing() {
        for (RocCurve one : new RocCurve[] {
            RocCurve.of(new double[] {1, 2}, new double[0]),
            RocCurve.of(new double[0], new double[] {1, 2}),
            RocCurve.of(new double[0], new boolean[0])
        }) {
            assertThat(one.hasBothClasses()).isFalse();
            assertThat(one.auroc()).isEqualTo(0.5);
            assertThat(one.standardError()).isNaN();
            assertThat(one.isBetterThanChance()).isFalse();
            assertThat(one.truePositiveRate(0.05)).isZero();
        }
        assertThat(RocCurve.of(new double[] {1, 2}, new double[0]).threshold(0.05))
                .isEqualTo(2);
        assertThat(RocCurve.of(new double[0], new double[] {1, 2}).threshold(0.05))
                .as("nothing is above")
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void standardErrorFollowsHanleyAndMcNeil() {
        // Q1 = Q2 = 1/3: (0.25 + 9 / 12 + 9 / 12) / 100.
        assertThat(RocCurve.standardError(0.5, 10, 10)).isCloseTo(Math.sqrt(0.0175), within(1e-12));
        // Q1 = 2/3, Q2 = 2 * 0.64 / 1.8 = 0.7111: (0.16 + 4 * 0.026667 + 9 * 0.071111) / 50.
        assertThat(RocCurve.standardError(0.8, 10, 5)).isCloseTo(Math.sqrt(0.9066667 / 50), within(1e-8));
        assertThat(RocCurve.standardError(1, 10, 10)).isZero();
        assertThat(RocCurve.standardError(1 - 3 * Math.ulp(0.5), 2, 13))
                .as("rounding leaves a variance of -8e-16")
                .isZero();
    }

    @Test
    void betterThanChanceIsTheLowerEndOfTheInterval() {
        double[] low = DoubleStream.iterate(0, i -> i + 1).limit(20).toArray();
        double[] shifted = Arrays.stream(low).map(score -> score + 4.5).toArray();
        RocCurve sure = RocCurve.of(low, shifted);
        // 20 pairs of equal index differ by 4.5: of 400 pairs those with j >= i - 4 are won, 400 - 15 * 16 / 2 = 280.
        assertThat(sure.auroc()).isEqualTo(280 / 400.0);
        assertThat(sure.margin()).isEqualTo(1.959964 * RocCurve.standardError(0.7, 20, 20));
        assertThat(sure.isBetterThanChance()).isTrue();
        assertThat(curve(1, 3, 2, 4).isBetterThanChance())
                .as("0.75 of four scores")
                .isFalse();
        assertThat(curve(1, 2, 3, 4).isBetterThanChance())
                .as("no error is left where all is separated")
                .isTrue();
    }

    @Test
    void truePositiveRateTakesTheThresholdFromTheNegatives() {
        double[] negatives = IntStream.range(0, 100).asDoubleStream().toArray();
        RocCurve curve = RocCurve.of(negatives, new double[] {50, 98, 98.5, 200});
        assertThat(curve.threshold(0.01)).isEqualTo(98);
        assertThat(curve.truePositiveRate(0.01)).isEqualTo(0.5);
        assertThat(curve.threshold(0.05)).isEqualTo(94);
        assertThat(curve.truePositiveRate(0.05)).isEqualTo(0.75);
    }

    @Test
    void fewNegativesAllowNoFalsePositive() {
        assertThat(curve(0.4, 0.1, 0.4, 0.8).truePositiveRate(0.05)).isEqualTo(0.5);
    }

    @Test
    void aShareThatIsAWholeNumberOfNegativesIsThatNumber() {
        for (int n = 100; n <= 30_000; n += 100) { // 0.07 * 100 is 7.000000000000001, 0.29 * 100 is 28.999999999999996
            double[] negatives = IntStream.range(0, n).asDoubleStream().toArray();
            RocCurve curve = RocCurve.of(negatives, new double[] {1});
            assertThat(curve.threshold(0.29)).isEqualTo(n - 1 - 29 * (n / 100));
            assertThat(curve.threshold(0.07)).isEqualTo(n - 1 - 7 * (n / 100));
        }
    }

    @Test
    void countsGiveWhatTheirScoresGive() {
        // Scores 0, 1, 2: negatives 0 0 1, positives 1 2 2.
        RocCurve counted = RocCurve.ofCounts(new long[] {2, 1, 0}, new long[] {0, 1, 2});
        RocCurve written = RocCurve.of(new double[] {0, 0, 1}, new double[] {1, 2, 2});
        assertThat(counted.auroc()).isEqualTo(written.auroc()).isEqualTo(8.5 / 9);
        assertThat(counted.threshold(0.4)).isEqualTo(written.threshold(0.4)).isZero();
        assertThat(counted.truePositiveRate(0.05)).isEqualTo(2 / 3.0);
        assertThat(RocCurve.ofCounts(new long[3], new long[] {1, 0, 0}).auroc()).isEqualTo(0.5);
    }

    @Test
    void scoresOfOneStepAreEqual() {
        assertThat(RocCurve.steps(new double[] {-1, -0.0, 0.0, 2, 2, 3})).containsExactly(0, 1, 1, 2, 2, 3);
    }

    @Test
    void manyScoresAreCountedWithoutOverflow() {
        int each = 150_000; // 2.25e10 pairs
        double[] negatives = IntStream.range(0, each).mapToDouble(i -> 2 * i).toArray();
        double[] positives =
                IntStream.range(0, each).mapToDouble(i -> 2 * i + 1).toArray();
        assertThat(RocCurve.of(negatives, positives).auroc())
                .as("positive i is above negatives 0 to i")
                .isEqualTo((each + 1) / 2.0 / each);
        long many = 3_000_000_000L;
        assertThat(RocCurve.ofCounts(new long[] {many, many}, new long[] {many, many})
                        .auroc())
                .isEqualTo(0.5);
        assertThat(RocCurve.standardError(0.5, many, many)).isCloseTo(Math.sqrt(1 / 6.0 / many), within(1e-12));
    }

    @Test
    void calibrationErrorWeighsTheBinsByTheirTexts() {
        // Bin of 0.1: 0.2 expected, 1 found. Bin of 0.95: 1.9 expected, 2 found. (0.8 + 0.1) / 4.
        assertThat(CalibrationError.of(new double[] {0.1, 0.95, 0.1, 0.95}, new boolean[] {false, true, true, true}))
                .isCloseTo(0.225, within(1e-12));
    }

    @Test
    void calibrationErrorPutsCertaintyIntoTheLastBin() {
        assertThat(CalibrationError.bin(1)).isEqualTo(14);
        assertThat(CalibrationError.of(new double[] {1, 1}, new boolean[] {true, false}))
                .isEqualTo(0.5);
        assertThat(CalibrationError.of(new double[0], new boolean[0])).isNaN();
    }

    @Test
    void calibrationErrorOfAResampleIsThatOfItsTexts() {
        double[] probabilities = {0.1, 0.1, 0.6};
        boolean[] positive = {false, true, true};
        assertThat(CalibrationError.of(probabilities, positive, new int[] {2, 0, 1}))
                .isEqualTo(CalibrationError.of(new double[] {0.1, 0.1, 0.6}, new boolean[] {false, false, true}));
    }

    @Test
    void stabilityOfHandWorkedHistograms() {
        // 1.5, 3.5 of 5 beside 3.5, 1.5 of 5: twice 0.4 ln(7/3).
        assertThat(PopulationStability.of(new long[] {1, 3}, new long[] {3, 1}))
                .isCloseTo(0.8 * Math.log(7 / 3.0), within(1e-12));
        assertThat(PopulationStability.of(new long[] {1, 3, 0}, new long[] {1, 3, 0}))
                .isZero();
        assertThat(PopulationStability.of(new long[] {1_000_000, 0}, new long[] {0, 1_000_000}))
                .as("nowhere in common")
                .isBetween(28.0, 30.0);
        assertThatThrownBy(() -> PopulationStability.of(new long[1], new long[2]))
                .hasMessageContaining("1 bins beside 2");
    }
}
