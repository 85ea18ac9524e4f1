package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlattCalibrationTest {

    @Test
    void findsTheLineThatTheLabelsWereDrawnFrom() {
        Random random = new Random(2);
        double[] logits = new double[40_000];
        boolean[] machineWritten = new boolean[logits.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 3 * random.nextGaussian();
            machineWritten[i] = random.nextDouble() < 1 / (1 + Math.exp(-(0.4 * logits[i] - 1)));
        }
        PlattCalibration calibration = PlattCalibration.fit(logits, machineWritten);
        assertThat(calibration.slope()).isCloseTo(0.4, within(0.02));
        assertThat(calibration.intercept()).isCloseTo(-1, within(0.05));
    }

    @Test
    void threeOfFourAboveAndOneOfFourBelowGiveTheirLogOdds() {
        double[] logits = {2, 2, 2, 2, -2, -2, -2, -2};
        boolean[] machineWritten = {true, true, true, false, true, false, false, false};
        PlattCalibration calibration = PlattCalibration.fit(logits, machineWritten);
        assertThat(calibration.probability(2)).isCloseTo(0.75, within(2e-4));
        assertThat(calibration.probability(-2)).isCloseTo(0.25, within(2e-4));
    }

    @Test
    void separatedClassesStayFiniteAndOneClassIsRefused() {
        PlattCalibration calibration =
                PlattCalibration.fit(new double[] {-1, -2, 1, 2}, new boolean[] {false, false, true, true});
        assertThat(calibration.slope()).isBetween(1.0, 100.0);
        assertThatThrownBy(() -> PlattCalibration.fit(new double[] {1, 2}, new boolean[] {true, true}))
                .hasMessageContaining("there are 0 and 2");
    }

    @Test
    void aCalibratedClassifierGivesTheCalibratedLogit() {
        PlattCalibration calibration = new PlattCalibration(0.5, -3);
        LinearClassifier classifier = new LinearClassifier(List.of(2.0, -1.0), 4);
        float[] features = {3, 1.5f};
        assertThat(classifier.calibrated(calibration).logit(features))
                .isEqualTo(calibration.logit(classifier.logit(features)));
    }
}
