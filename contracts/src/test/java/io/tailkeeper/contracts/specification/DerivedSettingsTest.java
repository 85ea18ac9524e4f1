package io.tailkeeper.contracts.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.testing.Specifications;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    void textThatIsWrittenAnewGrowsByTheHumanTextOfEachGeneration() {
        DataSpecification data = new DataSpecification(500, 100, 0.5, 7, 16, 0, 1, DataPolicy.REWRITE_AND_GROW);
        assertThat(data.pooledDocuments(0)).isEqualTo(500);
        assertThat(data.humanDocuments(1)).isEqualTo(50);
        assertThat(data.syntheticDocuments(1)).as("all of generation 0").isEqualTo(500);
        assertThat(data.syntheticDocuments(4)).as("and three times 50").isEqualTo(650);
        assertThat(data.pooledDocuments(4)).isEqualTo(700);
        assertThat(new DataSpecification(5, 1, 0, 0, 16, 0, 1, DataPolicy.REWRITE_AND_GROW).pooledDocuments(1))
                .as("fully machine-written")
                .isEqualTo(5);
    }

    @Test
    void keptTextGrowsByTheFreshTextOfEachGeneration() {
        DataSpecification data = new DataSpecification(500, 100, 0.5, 2, 16, 0, 1, DataPolicy.ACCUMULATE);
        assertThat(data.humanDocuments(0)).isEqualTo(500);
        assertThat(data.humanDocuments(3)).isEqualTo(650);
        assertThat(data.syntheticDocuments(3)).isEqualTo(600);
        assertThat(data.pooledDocuments(3)).isEqualTo(1_250);
    }

    @Test
    void aDrawFromKeptTextHasItsSharesAndTheSizeOfAReplacedPool() {
        DataSpecification data = new DataSpecification(500, 100, 0.5, 2, 16, 0, 1, DataPolicy.ACCUMULATE_SUBSAMPLE);
        assertThat(data.pooledDocuments(0)).isEqualTo(500);
        assertThat(data.pooledDocuments(3)).isEqualTo(250);
        assertThat(data.humanDocuments(3)).as("650 of 1,250").isEqualTo(130);
        assertThat(data.humanDocuments(1)).as("550 of 750").isEqualTo(183);
        assertThat(data.hasMachineText()).isTrue();
        assertThat(new DataSpecification(500, 100, 0.5, 0, 16, 0, 1, DataPolicy.ACCUMULATE).hasMachineText())
                .isFalse();
    }

    @Test
    void textOfAPretrainedModelIsNeitherKeptNorWrittenAnew() {
        DataSpecification anew = withoutBase(DataPolicy.REWRITE_AND_GROW);
        assertThat(anew.pooledDocuments(0)).isEqualTo(500);
        assertThat(anew.humanDocuments(1)).isEqualTo(50);
        assertThat(anew.syntheticDocuments(1))
                .as("nothing was learned but the base")
                .isZero();
        assertThat(anew.syntheticDocuments(4)).as("three times 50").isEqualTo(150);
        assertThat(withoutBase(DataPolicy.ACCUMULATE).humanDocuments(3)).isEqualTo(150);
        DataSpecification drawn = withoutBase(DataPolicy.ACCUMULATE_SUBSAMPLE);
        assertThat(drawn.humanDocuments(3)).as("150 of 750, of 250").isEqualTo(50);
        assertThat(drawn.pooledDocuments(3)).isEqualTo(250);
    }

    private static DataSpecification withoutBase(DataPolicy policy) {
        return new DataSpecification(500, 100, 0.5, 2, 16, 0, 1, policy, null, null, null, null, false);
    }

    /** Seven prompts a generation. With K 3: generation 1 has one writer, 2 two (4 and 3 prompts), 3 and later three (3, 2 and 2). */
    @Test
    void theLastModelsWriteEqualPartsOfAGeneration() {
        assertThat(writers(null, 14)).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1);
        assertThat(writers(3, 28))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 2, 2, 1, 1, 1, 2, 2, 3, 3);
    }

    private static int[] writers(@Nullable Integer writers, int prompts) {
        DataSpecification data = new DataSpecification(5, 7, 1, 1, 16, 0, 1, null, writers, null, null, null, null);
        assertThat(data.asksEarlierModels()).isEqualTo(writers != null);
        return IntStream.range(0, prompts)
                .map(prompt -> data.place(prompt).writer())
                .toArray();
    }

    @Test
    void humanTextIsEditedFromGeneration1OnAsThePaperHasIt() {
        EditSpecification edit = new EditSpecification(null, null, null);
        DataSpecification data = new DataSpecification(5, 7, 1, 1, 16, 0, 1, null, null, edit, null, null, null);
        assertThat(data.edits(0)).isFalse();
        assertThat(data.edits(1)).isTrue();
        assertThat(edit.probabilityOrDefault()).isEqualTo(0.99);
        assertThat(edit.betaOrDefault()).isEqualTo(1.5);
        assertThat(edit.topOrDefault()).isEqualTo(8);
    }

    /** 100 documents in generation 1, 1/4 of them human; in generation 4 twice as many (4^(1/2)), 1/8 of them human (4^(-1/2)). */
    @Test
    void aScheduleChangesShareAndSizeByPowersOfTheGeneration() {
        DataSpecification data = new DataSpecification(
                500, 100, 0.25, 0.75, 16, 0, 1, null, 2, null, new ScheduleSpecification(-0.5, 0.5), null, null);
        assertThat(data.pooledDocuments(0)).isEqualTo(500);
        assertThat(data.humanDocuments(1)).isEqualTo(25);
        assertThat(data.pooledDocuments(1)).isEqualTo(100);
        assertThat(data.pooledDocuments(4)).isEqualTo(200);
        assertThat(data.humanDocuments(4)).isEqualTo(25);
        assertThat(data.syntheticDocuments(4)).isEqualTo(175);
        // 141 and 173 documents, 0.1768 and 0.1443 of them human
        assertThat(data.allHumanDocuments(3)).isEqualTo(500 + 25 + 25 + 25);
        assertThat(data.allSyntheticDocuments(3)).isEqualTo(75 + 116 + 148);
        assertThat(data.place(74)).isEqualTo(new PromptPlace(1, 0));
        assertThat(data.place(75)).isEqualTo(new PromptPlace(2, 0));
        assertThat(data.place(75 + 58)).as("the second half of 116").isEqualTo(new PromptPlace(2, 1));
        assertThat(data.place(75 + 116)).isEqualTo(new PromptPlace(3, 1));
    }

    @Test
    void aHumanShareIsNeverMoreThanAll() {
        DataSpecification data = new DataSpecification(
                500, 100, 0.5, 0.5, 16, 0, 1, null, null, null, new ScheduleSpecification(1.0, null), true, null);
        assertThat(data.humanDocuments(2)).isEqualTo(100);
        assertThat(data.humanDocuments(3)).isEqualTo(100);
        assertThat(data.syntheticDocuments(3)).isZero();
        assertThat(data.hasMachineText()).isTrue();
        assertThat(data.reusesPrompts()).isTrue();
    }

    @Test
    void fiveBeamsFollowATextAndNothingIsPenalisedUnlessARunSaysSo() {
        DecodingSpecification plain = new DecodingSpecification(DecodingSpecification.Strategy.BEAM, 1, 1, 1);
        assertThat(plain.beamsOrDefault()).isEqualTo(5);
        assertThat(plain.repetitionPenaltyOrDefault()).isEqualTo(1);
        assertThat(plain.drawsTokens()).isFalse();
        DecodingSpecification stated =
                new DecodingSpecification(DecodingSpecification.Strategy.NUCLEUS, 1, 1, 1, 2, 3.0);
        assertThat(stated.beamsOrDefault()).isEqualTo(2);
        assertThat(stated.repetitionPenaltyOrDefault()).isEqualTo(3);
        assertThat(stated.drawsTokens()).isTrue();
    }

    @Test
    void editsAddUpAndAreSharesOfAllTokens() {
        TokenEdits both = new TokenEdits(60, 6, 2).plus(new TokenEdits(40, 4, 0));
        assertThat(both).isEqualTo(new TokenEdits(100, 10, 2));
        assertThat(both.editedShare()).isEqualTo(0.1);
        assertThat(both.changedShare()).isEqualTo(0.02);
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 1", "1, 9, 2", "3, 9, 4", "10, 700, 875"})
    void epochsAreWholePassesWhateverTheTokens(int epochs, int documents, int steps) {
        TrainingSpecification training = new TrainingSpecification(
                7,
                8,
                1e-3,
                TrainingSpecification.Schedule.COSINE,
                0,
                0.1,
                0,
                1,
                TrainingSpecification.LossOn.ALL,
                10,
                null,
                null,
                null,
                epochs,
                null);
        TextSpecification text = new TextSpecification(32, 16);
        assertThat(training.steps(text, documents)).isEqualTo(steps);
        assertThat(training.lossTokens(text, documents)).isEqualTo(31L * epochs * documents);
    }

    @Test
    void generation0IsTrainedWithCrossEntropyUnlessTheLossBeginsThere() {
        LossSpecification late = new LossSpecification(LossSpecification.Name.TCE, 0.9);
        LossSpecification early =
                new LossSpecification(LossSpecification.Name.TCE, 0.9, null, null, null, null, null, 0);
        RunSpecification specification = Specifications.specification();
        assertThat(Specifications.with(specification, "loss", late).loss(0).name())
                .isEqualTo(LossSpecification.Name.CROSS_ENTROPY);
        assertThat(Specifications.with(specification, "loss", late).loss(1)).isEqualTo(late);
        assertThat(Specifications.with(specification, "loss", early).loss(0)).isEqualTo(early);
        assertThat(new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 0.9, null, null, null, null, null, 0)
                        .changesGenerationZero())
                .as("cross entropy is what generation 0 has anyway")
                .isFalse();
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
                        .steps(text, 4_000))
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
        assertThat(new LossSpecification(LossSpecification.Name.VARIATION_SQUARE, 0.9).variationScaleOrDefault())
                .isEqualTo(2);

        LossSpecification said = new LossSpecification(
                LossSpecification.Name.LINEAR, 0.9, 3.0, 0.5, 0.25, 2.0, LossSpecification.Divisor.KEPT_TOKENS);
        assertThat(said.focusOrDefault()).isEqualTo(3);
        assertThat(said.deviationsOrDefault()).isEqualTo(0.5);
        assertThat(said.slopeOrDefault()).isEqualTo(0.25);
        assertThat(said.variationScaleOrDefault()).isEqualTo(2);
        assertThat(said.divisorOrDefault()).isEqualTo(LossSpecification.Divisor.KEPT_TOKENS);
    }

    @Test
    void whatASelectionLeavesUnsaidHasItsDefault() {
        SelectionSpecification unsaid =
                new SelectionSpecification(SelectionSpecification.Method.CURATION, "encoder", 0, null, 0, 1, 1);
        assertThat(unsaid.candidatesOrDefault()).isEqualTo(4);
        assertThat(unsaid.gammaOrDefault()).isEqualTo(5);
        assertThat(unsaid.rewardOrDefault()).isEqualTo(CurationReward.DETECTOR);
        assertThat(unsaid.decayOrDefault()).isEqualTo(0.5);
        assertThat(unsaid.keepShareOrDefault()).isEqualTo(0.5);
        assertThat(unsaid.readsScores()).isTrue();

        SelectionSpecification said = new SelectionSpecification(
                SelectionSpecification.Method.CURATION,
                "encoder",
                0,
                null,
                0,
                1,
                1,
                null,
                null,
                null,
                null,
                2.0,
                8,
                1.5,
                CurationReward.LENGTH);
        assertThat(said.candidatesOrDefault()).isEqualTo(8);
        assertThat(said.gammaOrDefault()).isEqualTo(1.5);
        assertThat(said.decayOrDefault()).isEqualTo(2);
        assertThat(said.readsScores()).isFalse();
        assertThat(SelectionSpecification.none("encoder").readsScores()).isFalse();
    }

    @Test
    void aTextIsNewUnlessItSaysItsAge() {
        SampleCollected fresh = new SampleCollected("run:1:0", "run", 1, "", "text", Provenance.HUMAN);
        assertThat(fresh.ageOrDefault()).isZero();
        assertThat(new SampleCollected("run:3:0", "run", 3, "", "text", Provenance.HUMAN, 2, null).ageOrDefault())
                .isEqualTo(2);
        assertThatThrownBy(() -> new SampleCollected("run:3:0", "run", 3, "", "text", Provenance.HUMAN, -1, null))
                .hasMessage("age: -1 is out of range; allowed is 0 to 1000");
    }

    @Test
    void anOverlapIsAShare() {
        assertThatThrownBy(() -> new SampleCollected("run:3:0", "run", 3, "", "text", Provenance.HUMAN, null, 1.5))
                .hasMessage("referenceOverlap: 1.5 is out of range; allowed is 0.0 to 1.0");
        assertThatThrownBy(
                        () -> new SampleCollected("run:3:0", "run", 3, "", "text", Provenance.HUMAN, null, Double.NaN))
                .hasMessageContaining("referenceOverlap: NaN");
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
                TrainingSpecification.Precision.BF16,
                null,
                null);
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
