package io.tailkeeper.metrics;

import static io.tailkeeper.contracts.GenerationMeasured.Stage.COLLAPSED;
import static io.tailkeeper.contracts.GenerationMeasured.Stage.FLUENT_BUT_WRONG;
import static io.tailkeeper.contracts.GenerationMeasured.Stage.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.TextMeasures;
import org.junit.jupiter.api.Test;

class CollapseStageTest {

    @Test
    void isHealthyWhilePerplexityAndTailsHold() {
        assertThat(CollapseStage.of(1.05, text(0.9, 0.58), 0.6)).isEqualTo(HEALTHY);
        assertThat(CollapseStage.of(1.3, text(0.9, 0.7), 0.6)).isEqualTo(HEALTHY);
    }

    @Test
    void isFluentButWrongWhenTheTailsGo() {
        assertThat(CollapseStage.of(1.05, text(0.9, 0.54), 0.6)).isEqualTo(FLUENT_BUT_WRONG);
        assertThat(CollapseStage.of(1.2, text(0.9, 0.4), 0.6)).isEqualTo(FLUENT_BUT_WRONG);
    }

    @Test
    void isCollapsedByPerplexityOrByRepetition() {
        assertThat(CollapseStage.of(1.31, text(0.9, 0.6), 0.6)).isEqualTo(COLLAPSED);
        assertThat(CollapseStage.of(1.0, text(0.56, 0.6), 0.6)).isEqualTo(COLLAPSED);
        assertThat(CollapseStage.of(1.0, text(0.58, 0.6), 0.6)).isEqualTo(HEALTHY);
    }

    /** Human diversity is 0.95, so 0.57 is the limit. */
    private static TextMeasures text(double diversity, double coverage) {
        return new TextMeasures(10, 100, diversity, 0.95, 0.1, 0.1, 1, 1, coverage);
    }
}
