package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification.Schedule;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrainingArithmeticTest {

    private static final Tokenizer TOKENIZER = Gpt2RanksTokenizer.of(257);
    private static final TokenRows ROWS = new TokenRows(TOKENIZER, new TextSpecification(8, 4));

    private static double rate(Schedule schedule, int step) {
        return new LearningRate(
                        new TrainingSpecification(
                                1, 1, 0.1, schedule, 4, 0.2, 0, 1, TrainingSpecification.LossOn.ALL, 1),
                        15)
                .at(step);
    }

    @Test
    void theLearningRateWarmsUpAndDecaysToItsFinalShare() {
        for (Schedule schedule : Schedule.values()) {
            assertThat(rate(schedule, 0)).isCloseTo(0.025, within(1e-12));
            assertThat(rate(schedule, 3)).isCloseTo(0.1, within(1e-12));
            assertThat(rate(schedule, 4)).isCloseTo(0.1, within(1e-12));
        }
        assertThat(rate(Schedule.COSINE, 9)).isCloseTo(0.06, within(1e-12));
        assertThat(rate(Schedule.LINEAR, 9)).isCloseTo(0.06, within(1e-12));
        assertThat(rate(Schedule.COSINE, 14)).isCloseTo(0.02, within(1e-12));
        assertThat(rate(Schedule.LINEAR, 14)).isCloseTo(0.02, within(1e-12));
        assertThat(rate(Schedule.CONSTANT, 14)).isCloseTo(0.1, within(1e-12));
    }

    private static TokenRow row(String prompt, String text, int lossFrom) {
        return ROWS.of(new WeightedSample("s", prompt, text, 1, lossFrom, Provenance.Source.HUMAN));
    }

    private static String decoded(TokenRow row) {
        return TOKENIZER.decode(Arrays.copyOf(row.tokens(), row.length()));
    }

    @Test
    void aWholeDocumentIsPromptThenText() {
        TokenRow row = row("0123", "4567", 4);

        assertThat(decoded(row)).isEqualTo("01234567");
        assertThat(row.length()).isEqualTo(8);
        assertThat(row.lossFrom()).isEqualTo(4);
        assertThat(row.lossTokens()).isEqualTo(4);
    }

    @Test
    void shortDocumentsArePaddedWithoutLoss() {
        TokenRow row = row("01", "23", 2);

        assertThat(row.length()).isEqualTo(4);
        assertThat(row.token(4)).isEqualTo(TOKENIZER.endOfText());
        assertThat(row.carriesLoss(3)).isTrue();
        assertThat(row.carriesLoss(4)).isFalse();
    }

    @Test
    void longDocumentsKeepTheEndOfThePromptBesideTheBeginningOfTheText() {
        assertThat(decoded(row("abcdefgh", "0123456789", 8))).isEqualTo("efgh0123");
        assertThat(decoded(row("ab", "0123456789", 2))).isEqualTo("ab012345");
        assertThat(decoded(row("abcdefgh", "01", 8))).isEqualTo("cdefgh01");
        assertThat(row("abcdefgh", "0123456789", 8).lossFrom()).isEqualTo(4);
    }

    @Test
    void theFirstTokenNeverCarriesLoss() {
        assertThat(row("", "0123", 0).lossTokens()).isEqualTo(3);
        assertThat(row("ab", "01", 0).lossTokens()).isEqualTo(3);
        assertThat(row("", "", 0).lossTokens()).isZero();
    }

    @Test
    void theLossMayBeginInsidePromptOrText() {
        assertThat(row("abcd", "0123", 2).lossFrom()).isEqualTo(2);
        assertThat(row("abcd", "0123", 6).lossFrom()).isEqualTo(6);
        assertThat(decoded(row("abcd", "0123", 6))).isEqualTo("abcd0123");
    }

    @Test
    void heldOutDocumentsCarryLossOnTheContinuation() {
        assertThat(ROWS.of("abcd", "0123").lossFrom()).isEqualTo(4);
    }

    @Test
    void figuresSumTheLastTenthOfTheStepsAndSurviveTheirTextForm() {
        TrainingFigures figures = TrainingFigures.NONE;
        for (int step = 0; step < 20; step++) {
            figures = figures.plus(new TrainingFigures.Step(step / 3.0, 1, new TokensTrained(2, 6)), 20, step / 8);
            figures = TrainingFigures.ofMetadata(figures.toMetadata());
        }

        assertThat(figures.trainingLoss()).isEqualTo((18 / 3.0 + 19 / 3.0) / 2);
        assertThat(figures.maskedShare()).isEqualTo(0.125);
        assertThat(figures.tokensTrained()).isEqualTo(new TokensTrained(40, 120));
        assertThat(figures.epochs())
                .containsExactly(
                        new TrainingFigures.Epoch(8, 64),
                        new TrainingFigures.Epoch(8, 64),
                        new TrainingFigures.Epoch(4, 32));
        assertThat(TrainingFigures.NONE.trainingLoss()).isZero();
        assertThat(TrainingFigures.NONE.maskedShare()).isZero();
    }

    @Test
    void masksAreCountedByTheEpochOfAStepsFirstDocument() {
        TrainingFigures figures = TrainingFigures.NONE
                .plus(new TrainingFigures.Step(1, 0, new TokensTrained(4, 4)), 4, 0)
                .plus(new TrainingFigures.Step(1, 2, new TokensTrained(4, 4)), 4, 2)
                .plus(new TrainingFigures.Step(1, 6, new TokensTrained(4, 4)), 4, 2)
                .plus(new TrainingFigures.Step(1, 8, new TokensTrained(4, 4)), 4, 1_000);
        assertThat(figures.maskedByEpoch()).containsExactly(0.0, 0.0, 0.5);
        assertThat(figures.maskedShare()).isEqualTo(0.5);
        assertThat(TrainingFigures.ofMetadata(figures.toMetadata())).isEqualTo(figures);
        assertThat(TrainingFigures.ofMetadata(TrainingFigures.NONE.toMetadata()))
                .isEqualTo(TrainingFigures.NONE);
    }
}
