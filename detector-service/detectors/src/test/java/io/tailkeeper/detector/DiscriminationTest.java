package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.evaluation.JudgedText;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscriminationTest {

    private static final boolean[] HUMAN_MACHINE = {false, false, true, true};

    @Test
    void aurocCountsATieAsHalf() {
        // Pairs: 0.4 = 0.4, 0.4 > 0.1, 0.8 > 0.4, 0.8 > 0.1.
        assertThat(Discrimination.auroc(new double[] {0.4, 0.1, 0.4, 0.8}, HUMAN_MACHINE))
                .isEqualTo(3.5 / 4);
    }

    @Test
    void aurocIsOneWhenSeparatedZeroWhenReversedAndHalfWhenConstant() {
        assertThat(Discrimination.auroc(new double[] {1, 2, 3, 4}, HUMAN_MACHINE))
                .isEqualTo(1);
        assertThat(Discrimination.auroc(new double[] {4, 3, 2, 1}, HUMAN_MACHINE))
                .isZero();
        assertThat(Discrimination.auroc(new double[] {7, 7, 7, 7}, HUMAN_MACHINE))
                .isEqualTo(0.5);
    }

    @Test
    void aValueThatIsNoNumberIsRefusedAndNotComparedForEver() {
        assertThatThrownBy(() -> Discrimination.auroc(new double[] {1, Double.NaN, 3, 4}, HUMAN_MACHINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a number");
        assertThatThrownBy(() -> new JudgedText(true, "a", Double.NaN, 0.5, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a number");
        JudgedText judged = new JudgedText(true, "a", 0.2, 0.55, false, false);
        assertThat(judged.without(new PlattCalibration(0, 0.2)))
                .as("a calibration that left nothing of the detector")
                .isEqualTo(judged);
    }

    @Test
    void aurocOfOneClassIsChance() {
        assertThat(Discrimination.auroc(new double[] {1, 2}, new boolean[] {true, true}))
                .isEqualTo(0.5);
    }

    @Test
    void standardErrorFollowsHanleyAndMcNeil() {
        // q1 = q2 = 1/3: (0.25 + 9 / 12 + 9 / 12) / 100.
        assertThat(Discrimination.standardError(0.5, 10, 10)).isCloseTo(Math.sqrt(0.0175), within(1e-12));
        assertThat(Discrimination.standardError(1, 10, 10)).isZero();
    }

    @Test
    void truePositiveRateTakesTheThresholdFromTheHumanTexts() {
        double[] machine = {50, 98, 98.5, 200};
        double[] values = DoubleStream.concat(IntStream.range(0, 100).asDoubleStream(), DoubleStream.of(machine))
                .toArray();
        boolean[] labels = new boolean[104];
        java.util.Arrays.fill(labels, 100, 104, true);
        assertThat(Discrimination.truePositiveRate(values, labels, 0.01)).isEqualTo(0.5);
        assertThat(Discrimination.truePositiveRate(values, labels, 0.05)).isEqualTo(0.75);
    }

    @Test
    void truePositiveRateWithFewHumanTextsAllowsNoFalsePositive() {
        assertThat(Discrimination.truePositiveRate(new double[] {0.4, 0.1, 0.4, 0.8}, HUMAN_MACHINE, 0.05))
                .isEqualTo(0.5);
    }

    @Test
    void calibrationErrorWeighsTheBinsByTheirTexts() {
        // Bin of 0.1: 0.2 expected, 1 found. Bin of 0.95: 1.9 expected, 2 found. (0.8 + 0.1) / 4.
        assertThat(Discrimination.calibrationError(
                        new double[] {0.1, 0.95, 0.1, 0.95}, new boolean[] {false, true, true, true}))
                .isCloseTo(0.225, within(1e-12));
    }

    @Test
    void calibrationErrorPutsCertaintyIntoTheLastBin() {
        assertThat(Discrimination.calibrationError(new double[] {1, 1}, new boolean[] {true, false}))
                .isEqualTo(0.5);
    }
}
