package io.tailkeeper.contracts.specification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.testing.Specifications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers that services derive from a specification are the same in every service. */
class DerivedSettingsTest {

    @Test
    void poolsHumanDocumentsOnlyInGeneration0() {
        DataSpecification data = new DataSpecification(500, 100, 0.5, 1.256, 16, 0, 1);
        assertThat(data.humanDocuments(0)).isEqualTo(500);
        assertThat(data.syntheticDocuments(0)).isZero();
        assertThat(data.pooledDocuments(0)).isEqualTo(500);
    }

    @Test
    void roundsSharesToWholeDocuments() {
        DataSpecification data = new DataSpecification(500, 100, 0.5, 1.256, 16, 0, 1);
        assertThat(data.humanDocuments(1)).isEqualTo(50);
        assertThat(data.syntheticDocuments(1)).isEqualTo(126);
        assertThat(data.pooledDocuments(3)).isEqualTo(176);
    }

    @Test
    void continuationIsTheBlockWithoutThePrompt() {
        assertThat(new TextSpecification(64, 24).continuationTokens()).isEqualTo(40);
    }

    @Test
    void lossIsCarriedByTheContinuationOrByAllButTheFirstToken() {
        TextSpecification text = new TextSpecification(64, 24);
        assertThat(training(2048, TrainingSpecification.LossOn.CONTINUATION).lossTokensPerDocument(text))
                .isEqualTo(40);
        assertThat(training(2048, TrainingSpecification.LossOn.ALL).lossTokensPerDocument(text))
                .isEqualTo(63);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "128, 1", "129, 2", "1024, 8", "1000000, 7813"})
    void takesAsManyStepsAsTheTokensNeed(long optimizerTokens, int steps) {
        TextSpecification text = new TextSpecification(32, 16);
        assertThat(training(optimizerTokens, TrainingSpecification.LossOn.CONTINUATION)
                        .steps(text))
                .as("8 documents of 16 tokens a step")
                .isEqualTo(steps);
    }

    @Test
    void generation0IsTrainedByItsOwnSettings() {
        RunSpecification specification = Specifications.specification();
        assertThat(specification.training(0)).isEqualTo(specification.baseTraining());
        assertThat(specification.training(1))
                .isEqualTo(specification.training())
                .isNotEqualTo(specification.baseTraining());
    }

    @Test
    void whatIsNotSaidOfALossHasItsDefault() {
        LossSpecification loss = new LossSpecification(LossSpecification.Name.FOCAL, 0.9);
        assertThat(loss.focusOrDefault()).isEqualTo(2);
        assertThat(loss.deviationsOrDefault()).isEqualTo(1);
        assertThat(loss.slopeOrDefault()).isEqualTo(1);
        assertThat(loss.variationScaleOrDefault()).isEqualTo(1);
        assertThat(loss.divisorOrDefault()).isEqualTo(LossSpecification.Divisor.ALL_TOKENS);

        LossSpecification said = new LossSpecification(
                LossSpecification.Name.LINEAR, 0.9, 3.0, 0.5, 0.25, 2.0, LossSpecification.Divisor.KEPT_TOKENS);
        assertThat(said.focusOrDefault()).isEqualTo(3);
        assertThat(said.deviationsOrDefault()).isEqualTo(0.5);
        assertThat(said.slopeOrDefault()).isEqualTo(0.25);
        assertThat(said.variationScaleOrDefault()).isEqualTo(2);
        assertThat(said.divisorOrDefault()).isEqualTo(LossSpecification.Divisor.KEPT_TOKENS);
    }

    @Test
    void weightDecayGrowsByTheGenerationWhereAsked() {
        TrainingSpecification growing = new TrainingSpecification(
                128,
                8,
                1e-3,
                TrainingSpecification.Schedule.COSINE,
                0,
                0.1,
                0.5,
                1,
                TrainingSpecification.LossOn.ALL,
                10,
                4,
                0.25,
                TrainingSpecification.Precision.BF16);
        assertThat(growing.weightDecayOf(0)).isEqualTo(0.5);
        assertThat(growing.weightDecayOf(4)).isEqualTo(1);
        assertThat(growing.gradientAccumulationOrDefault()).isEqualTo(4);
        assertThat(growing.precisionOrDefault()).isEqualTo(TrainingSpecification.Precision.BF16);

        TrainingSpecification plain = Specifications.specification().training();
        assertThat(plain.weightDecayOf(7)).isEqualTo(plain.weightDecay());
        assertThat(plain.gradientAccumulationOrDefault()).isEqualTo(1);
        assertThat(plain.precisionOrDefault()).isEqualTo(TrainingSpecification.Precision.FLOAT32);
    }

    private static TrainingSpecification training(long optimizerTokens, TrainingSpecification.LossOn lossOn) {
        return new TrainingSpecification(
                optimizerTokens, 8, 1e-3, TrainingSpecification.Schedule.COSINE, 0, 0.1, 0, 1, lossOn, 10);
    }
}
