package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TemperatureCalibrationTest {

    @Test
    void makesTheProbabilityTheShareThatIsFound() {
        // Three of four are right at logits of 2 and -2: sigmoid(2 / T) = 3 / 4, so T = 2 / ln 3.
        double[] logits = {2, 2, 2, 2, -2, -2, -2, -2};
        boolean[] labels = {true, true, true, false, false, false, false, true};
        double temperature = TemperatureCalibration.fit(logits, labels);
        assertThat(temperature).isCloseTo(2 / Math.log(3), within(1e-9));
        assertThat(TemperatureCalibration.probability(2, temperature)).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void staysWithinItsBounds() {
        double[] logits = {-1, 1};
        assertThat(TemperatureCalibration.fit(logits, new boolean[] {false, true}))
                .isCloseTo(TemperatureCalibration.MIN, within(1e-9));
        assertThat(TemperatureCalibration.fit(logits, new boolean[] {true, false}))
                .isCloseTo(TemperatureCalibration.MAX, within(1e-9));
    }

    @Test
    void extremeLogitsGiveNoOverflow() {
        assertThat(TemperatureCalibration.probability(-1e6, 0.05)).isZero();
        assertThat(TemperatureCalibration.probability(1e6, 0.05)).isEqualTo(1);
        assertThat(Logit.crossEntropy(-1e6, true)).isEqualTo(1e6);
        assertThat(Logit.crossEntropy(0, true)).isEqualTo(Math.log(2));
    }
}
