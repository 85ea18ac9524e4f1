package io.tailkeeper.local.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.experiment.Published;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.SeveralSeeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproductionTest {

    private static Published below(String arm, String other) {
        return new Published(arm, AlertMeasure.PERPLEXITY_RATIO, null, null, other, "a paper");
    }

    @ParameterizedTest
    @CsvSource({
        "1.65, 1.65, reproduced",
        "1.98, 1.65, partly reproduced",
        "1.97, 1.65, reproduced",
        "1.40, 1.65, partly reproduced",
        "1.44, 1.65, reproduced",
        "1.00, 1.65, not reproduced",
        "0.70, 1.65, not reproduced",
        "1.04, 1.02, reproduced",
        "1.05, 1.02, not reproduced",
        "0.99, 1.005, reproduced"
    })
    void kindsAreComparedByTheChangeFromOne(double measured, double published, String judgement) {
        assertThat(Reproduction.like(measured, published)).isEqualTo(judgement);
    }

    @Test
    void aFigureStandsBesideThePublishedOne() {
        assertThat(Reproduction.sentences(
                        List.of(new Published("protected", AlertMeasure.PERPLEXITY_RATIO, 9, 1.12, null, "a paper")),
                        Canned.report().runs()))
                .containsExactly(
                        "protected: perplexityRatio 1.120 after generation 4, published 1.120 after generation 9:"
                                + " reproduced (published: a paper)");
    }

    @Test
    void anArmLiesBelowAnotherInEverySeedOrNot() {
        assertThat(Reproduction.sentences(
                        List.of(below("protected", "baseline"), below("baseline", "protected")),
                        SeveralSeeds.report().runs()))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("protected: perplexityRatio ")
                                .endsWith(": that it lies below was reproduced in every seed (published: a paper)"),
                        second -> assertThat(second).endsWith("was not reproduced (published: a paper)"));
        assertThat(Reproduction.sentences(
                        List.of(below("protected", "baseline")), Canned.report().runs()))
                .singleElement()
                .asString()
                .contains("reproduced with one seed");
    }

    @Test
    void whatWasNotMeasuredIsSaid() {
        assertThat(Reproduction.sentences(
                        List.of(
                                new Published("protected", AlertMeasure.POOL_AUROC, 2, 1.12, null, "a paper"),
                                below("protected", "nobody")),
                        Canned.report().runs()))
                .satisfiesExactly(
                        first -> assertThat(first).contains("poolAuroc after generation 2 was not measured"),
                        second -> assertThat(second).contains("was not measured"));
    }
}
