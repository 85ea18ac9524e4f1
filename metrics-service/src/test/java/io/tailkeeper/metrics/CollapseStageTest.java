package io.tailkeeper.metrics;

import static io.tailkeeper.contracts.GenerationMeasured.Stage.COLLAPSED;
import static io.tailkeeper.contracts.GenerationMeasured.Stage.FLUENT_BUT_WRONG;
import static io.tailkeeper.contracts.GenerationMeasured.Stage.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationMeasured.Stage;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.specification.StageSpecification;
import org.junit.jupiter.api.Test;

class CollapseStageTest {

    @Test
    void isHealthyWhilePerplexityAndTailsHold() {
        assertThat(stage(1.05, text(0.9, 0.58), text(0.9, 0.6))).isEqualTo(HEALTHY);
        assertThat(stage(1.3, text(0.9, 0.7), text(0.9, 0.6))).isEqualTo(HEALTHY);
    }

    @Test
    void isFluentButWrongWhenTheTailsGo() {
        assertThat(stage(1.05, text(0.9, 0.54), text(0.9, 0.6))).isEqualTo(FLUENT_BUT_WRONG);
        assertThat(stage(1.2, text(0.9, 0.4), text(0.9, 0.6))).isEqualTo(FLUENT_BUT_WRONG);
    }

    @Test
    void isCollapsedByPerplexityOrByRepetition() {
        assertThat(stage(1.31, text(0.9, 0.6), text(0.9, 0.6))).isEqualTo(COLLAPSED);
        assertThat(stage(1.0, text(0.56, 0.6), text(0.9, 0.6))).isEqualTo(COLLAPSED);
        assertThat(stage(1.0, text(0.58, 0.6), text(0.9, 0.6))).isEqualTo(HEALTHY);
    }

    @Test
    void aLossWithinItsNoiseIsNone() {
        assertThat(stage(1, noisy(0.53, 0.03), noisy(0.6, 0.02)))
                .as("0.07 is less than 1.96 * 0.036")
                .isEqualTo(HEALTHY);
        assertThat(stage(1, noisy(0.53, 0.02), noisy(0.6, 0.02))).isEqualTo(FLUENT_BUT_WRONG);
        assertThat(stage(1, noisy(0.53, 0.03), text(0.9, 0.6)))
                .as("an earlier release does not know the noise of generation 0")
                .isEqualTo(FLUENT_BUT_WRONG);
    }

    @Test
    void thresholdsAreThoseOfTheSpecification() {
        StageSpecification strict = new StageSpecification(1.1, 0.9, 0.01, 0.1);
        assertThat(stage(strict, 1.11, text(0.95, 0.6), text(0.95, 0.6))).isEqualTo(COLLAPSED);
        assertThat(stage(strict, 1, text(0.85, 0.6), text(0.95, 0.6))).isEqualTo(COLLAPSED);
        assertThat(stage(strict, 1, text(0.95, 0.58), text(0.95, 0.6))).isEqualTo(FLUENT_BUT_WRONG);
        assertThat(stage(strict, 1, text(0.95, 0.595), text(0.95, 0.6))).isEqualTo(HEALTHY);
    }

    @Test
    void knowledgeThatAFluentModelLosesIsGoneWhereBothWereAsked() {
        KnowledgeRetention first = new KnowledgeRetention(500, 0.7, 0.66, 0.74);
        KnowledgeRetention worse = new KnowledgeRetention(500, 0.63, 0.59, 0.67);
        assertThat(stage(1.05, first, worse)).isEqualTo(FLUENT_BUT_WRONG);
        assertThat(stage(1.1, first, worse)).as("not fluent").isEqualTo(HEALTHY);
        assertThat(stage(1.05, first, new KnowledgeRetention(500, 0.66, 0.62, 0.7)))
                .as("4 points")
                .isEqualTo(HEALTHY);
        assertThat(stage(1.05, first, new KnowledgeRetention(200, 0.63, 0.56, 0.7)))
                .as("7 points, whose noise is 8: the hypotenuse of 4 and 7")
                .isEqualTo(HEALTHY);
        assertThat(stage(1.05, worse, first)).isEqualTo(HEALTHY);
        assertThat(stage(1.05, null, worse)).isEqualTo(HEALTHY);
        assertThat(stage(1.05, first, null)).as("an earlier release").isEqualTo(HEALTHY);
    }

    private static Stage stage(double ratio, KnowledgeRetention first, KnowledgeRetention now) {
        return CollapseStage.of(StageSpecification.DEFAULT, ratio, text(0.9, 0.6), text(0.9, 0.6), now, first);
    }

    private static Stage stage(double ratio, TextMeasures text, TextMeasures first) {
        return stage(StageSpecification.DEFAULT, ratio, text, first);
    }

    private static Stage stage(StageSpecification stages, double ratio, TextMeasures text, TextMeasures first) {
        return CollapseStage.of(stages, ratio, text, first, null, null);
    }

    private static TextMeasures noisy(double coverage, double error) {
        return new TextMeasures(10, 100, 0.9, 0.95, 0.1, 0.1, 1, 1, coverage, error, null, null, null, null, null);
    }

    /** Human diversity is 0.95, so 0.57 is the limit. */
    private static TextMeasures text(double diversity, double coverage) {
        return new TextMeasures(10, 100, diversity, 0.95, 0.1, 0.1, 1, 1, coverage);
    }
}
