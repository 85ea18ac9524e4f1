package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.measures.generations.CollapseRule;
import io.tailkeeper.report.text.InertSelection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one generation; {@code adopted} ones repeat the base run's.
 *
 * @param generation the generation
 * @param adopted whether it was taken over from the base run
 * @param stage stage of collapse: A healthy, B fluent but wrong, C collapsed
 * @param heldOut the model on held-out human text
 * @param text the model's own text beside human text
 * @param training what it was trained on
 * @param checkpointSha256 digest of the weights
 * @param secondsByPhase wall time of the trainer's phases
 * @param books the books, and whether they balance
 */
public record GenerationReport(
        int generation,
        boolean adopted,
        String stage,
        @JsonUnwrapped HeldOut heldOut,
        @JsonUnwrapped Text text,
        @JsonUnwrapped Training training,
        String checkpointSha256,
        Map<String, Double> secondsByPhase,
        BookReport books) {

    /**
     * On held-out human text: perplexity, the same divided by generation 0's, share of tokens guessed right. What a service of an
     * earlier release did not measure is null, here and below.
     */
    public record HeldOut(
            double perplexity,
            double perplexityRatio,
            double tokenAccuracy,
            double confidentShare,
            @Nullable Confidence confidence,
            @Nullable KnowledgeRetention knowledge) {}

    /** The model's own text beside human text; Kullback-Leibler divergences in nats. */
    public record Text(
            int textTokens,
            double diversity,
            double humanDiversity,
            double selfBleu,
            double humanSelfBleu,
            double klToHuman,
            double klFromHuman,
            double vocabularyCoverage,
            @Nullable Double vocabularyCoverageError,
            double detectorAuroc,
            @Nullable Double mauve,
            @Nullable TextDivergence divergence,
            @Nullable TextStatistics machine,
            @Nullable TextStatistics human,
            @Nullable TokenDivergence tokenDivergence,
            @Nullable OwnConfidence ownConfidence,
            @Nullable Double confidenceGap) {}

    /** What the generation was trained on; the detector's quality on the pool is null when that has one class, edits where nothing was edited. */
    public record Training(
            TokensTrained tokensTrained,
            int steps,
            double trainingLoss,
            double maskedShare,
            double effectiveSampleSize,
            double bias,
            double humanShareBeforeSelection,
            double humanShareAfterSelection,
            @Nullable Double effectiveHumansBeforeSelection,
            @Nullable Double effectiveHumansAfterSelection,
            @Nullable Double poolAuroc,
            double tokensPerSecond,
            @Nullable List<Double> maskedByEpoch,
            @Nullable PoolDivergence poolDivergence,
            @Nullable TokenEdits edits) {}

    /** The books in distinct samples. */
    public record BookReport(
            int collected, int scored, int deadLettered, int pooled, int rejected, int selected, boolean balanced) {

        static BookReport of(Books books) {
            return new BookReport(
                    books.collected(),
                    books.scored(),
                    books.deadLettered(),
                    books.pooled(),
                    books.rejected(),
                    books.selected(),
                    books.balanced());
        }
    }

    /** What it was selected from. */
    InertSelection selection() {
        return new InertSelection(
                generation,
                books.pooled(),
                books.selected(),
                training.effectiveSampleSize(),
                training.humanShareBeforeSelection(),
                training.humanShareAfterSelection());
    }

    /** The figures of what was measured. */
    public static GenerationReport of(GenerationMeasured measured) {
        GenerationTrained trained = measured.trained();
        return new GenerationReport(
                trained.generation(),
                trained.adopted(),
                switch (measured.stage()) {
                    case HEALTHY -> "A";
                    case FLUENT_BUT_WRONG -> "B";
                    case COLLAPSED -> "C";
                },
                new HeldOut(
                        trained.test().perplexity(),
                        measured.perplexityRatio(),
                        trained.test().tokenAccuracy(),
                        trained.test().confidentShare(),
                        trained.test().confidence(),
                        trained.test().knowledge()),
                text(measured),
                training(measured),
                trained.checkpoint().sha256(),
                trained.secondsByPhase(),
                BookReport.of(measured.books()));
    }

    /** The letter of a stage. */
    static String letter(CollapseRule.Stage stage) {
        return switch (stage) {
            case HEALTHY -> "A";
            case FLUENT_BUT_WRONG -> "B";
            case COLLAPSED -> "C";
        };
    }

    private static Text text(GenerationMeasured measured) {
        return new Text(
                measured.text().tokens(),
                measured.text().diversity(),
                measured.text().humanDiversity(),
                measured.text().selfBleu(),
                measured.text().humanSelfBleu(),
                measured.text().klToHuman(),
                measured.text().klFromHuman(),
                measured.text().vocabularyCoverage(),
                measured.text().vocabularyCoverageError(),
                measured.detectorAuroc(),
                measured.mauve() == null ? null : measured.mauve().value(),
                measured.text().divergence(),
                measured.text().machine(),
                measured.text().human(),
                measured.text().tokenDivergence(),
                measured.text().confidence(),
                measured.confidenceGap());
    }

    private static Training training(GenerationMeasured measured) {
        GenerationTrained trained = measured.trained();
        return new Training(
                trained.tokensTrained(),
                trained.steps(),
                trained.trainingLoss(),
                trained.maskedShare(),
                trained.selection().effectiveSampleSize(),
                trained.selection().bias(),
                trained.selection().humanShareBefore(),
                trained.selection().humanShareAfter(),
                trained.selection().effectiveHumansBefore(),
                trained.selection().effectiveHumansAfter(),
                measured.poolAuroc(),
                trained.tokensPerSecond(),
                trained.maskedByEpoch(),
                trained.poolDivergence(),
                trained.selection().edits());
    }
}
