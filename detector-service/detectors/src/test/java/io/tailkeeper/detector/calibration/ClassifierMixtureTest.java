package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierMixtureTest {

    private static final LinearClassifier RIGHT = new LinearClassifier(List.of(1.0), -2);

    @Test
    void theOddsAreTheSumOfTheExpertsOdds() {
        for (double x : new double[] {-5, -0.5, 0, 3}) {
            assertThat(Math.exp(ClassifierMixture.mixed(new double[] {x - 2, -x - 2})))
                    .isCloseTo(Math.exp(x - 2) + Math.exp(-x - 2), within(1e-9));
        }
        assertThat(ClassifierMixture.mixed(new double[] {1.25})).as("one alone").isEqualTo(1.25);
    }

    @Test
    void farOutNothingOverflows() {
        assertThat(ClassifierMixture.mixed(new double[] {-5_000, 4_000, 4_000}))
                .isCloseTo(4_000 + Math.log(2), within(1e-9));
        assertThat(ClassifierMixture.mixed(new double[] {-5_000, -4_000})).isEqualTo(-4_000);
    }

    @Test
    void expertsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ClassifierMixture(List.of())).hasMessageContaining("at least one");
        assertThat(new ClassifierMixture(List.of(RIGHT, RIGHT)).features()).isEqualTo(1);
        LinearClassifier wide = new LinearClassifier(List.of(1.0, 2.0), 0);
        assertThatThrownBy(() -> new ClassifierMixture(List.of(RIGHT, wide)))
                .hasMessage("experts of a mixture have 1 and 2 weights; give them equally many");
    }
}
