package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureHeadTest {

    private static final LinearHead RIGHT = new LinearHead(List.of(1.0), -2);
    private static final LinearHead LEFT = new LinearHead(List.of(-1.0), -2);

    @Test
    void theOddsAreTheSumOfTheHeadsOdds() {
        MixtureHead both = new MixtureHead(List.of(RIGHT, LEFT));
        assertThat(both.features()).isEqualTo(1);
        for (float x : new float[] {-5, -0.5f, 0, 3}) {
            assertThat(Math.exp(both.logit(new float[] {x})))
                    .isCloseTo(Math.exp(x - 2) + Math.exp(-x - 2), within(1e-9));
        }
    }

    @Test
    void oneHeadAloneIsThatHead() {
        assertThat(new MixtureHead(List.of(RIGHT)).logit(new float[] {3.25f})).isEqualTo(1.25);
    }

    @Test
    void farOutNothingOverflows() {
        assertThat(MixtureHead.mixed(new double[] {-5_000, 4_000, 4_000})).isCloseTo(4_000 + Math.log(2), within(1e-9));
        assertThat(MixtureHead.mixed(new double[] {-5_000, -4_000})).isEqualTo(-4_000);
    }

    @Test
    void headsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new MixtureHead(List.of())).hasMessageContaining("at least one");
        LinearHead wide = new LinearHead(List.of(1.0, 2.0), 0);
        assertThatThrownBy(() -> new MixtureHead(List.of(RIGHT, wide)))
                .hasMessage("heads of a mixture have 1 and 2 weights; give them equally many");
    }
}
