package io.tailkeeper.metrics.alerts;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.AlertMeasure;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figure that a measure names. */
final class MeasureValue {

    private MeasureValue() {}

    /**
     * The figure in a generation; null where it has none: it could not be measured, the loss masks nothing whatever the model, nothing is edited, or
     * no detector decides.
     */
    static @Nullable Double of(AlertMeasure measure, JudgedGeneration generation) {
        GenerationMeasured measured = generation.measured();
        return switch (measure) {
            case PERPLEXITY -> measured.trained().test().perplexity();
            case PERPLEXITY_RATIO -> measured.perplexityRatio();
            case TOKEN_ACCURACY -> measured.trained().test().tokenAccuracy();
            case CONFIDENT_SHARE -> measured.trained().test().confidentShare();
            case DETECTOR_AUROC -> measured.detectorAuroc();
            case POOL_AUROC -> measured.poolAuroc();
            case DEAD_LETTERED -> (double) measured.books().deadLettered();
            case DETECTOR_USABLE -> usable(generation);
            case MASKED_SHARE -> maskedShare(measured.trained());
            case TRAINING_LOSS -> measured.trained().trainingLoss();
            case EFFECTIVE_SAMPLE_SIZE,
                    EFFECTIVE_SAMPLE_SHARE,
                    BIAS,
                    HUMAN_SHARE_BEFORE_SELECTION,
                    HUMAN_SHARE_AFTER_SELECTION,
                    EFFECTIVE_HUMANS_BEFORE_SELECTION,
                    EFFECTIVE_HUMANS_AFTER_SELECTION ->
                ofSelection(measure, measured.trained().selection());
            case MAUVE -> read(measured.mauve(), Mauve::value);
            case KNOWLEDGE_ACCURACY -> read(measured.trained().test().knowledge(), KnowledgeRetention::accuracy);
            case EDITED_SHARE -> read(measured.trained().selection().edits(), TokenEdits::editedShare);
            case CHANGED_SHARE -> read(measured.trained().selection().edits(), TokenEdits::changedShare);
            case MEAN_PROBABILITY -> confidence(measured, Confidence::meanProbability);
            case SHARE_ABOVE_90 -> confidence(measured, Confidence::shareAbove90);
            case MEAN_ENTROPY -> confidence(measured, Confidence::meanEntropy);
            case ENTROPY_P10 -> confidence(measured, Confidence::entropyP10);
            case ENTROPY_P90 -> confidence(measured, Confidence::entropyP90);
            case CALIBRATION_ERROR -> confidence(measured, Confidence::calibrationError);
            case OWN_MEAN_PROBABILITY -> read(measured.text().confidence(), OwnConfidence::meanProbability);
            case OWN_SHARE_ABOVE_90 -> read(measured.text().confidence(), OwnConfidence::shareAbove90);
            case OWN_SHARE_ABOVE_99 -> read(measured.text().confidence(), OwnConfidence::shareAbove99);
            case CONFIDENCE_GAP -> measured.confidenceGap();
            default -> ofText(measure, measured.text());
        };
    }

    private static @Nullable Double usable(JudgedGeneration generation) {
        boolean decides = generation
                .measured()
                .trained()
                .run()
                .specification()
                .selection()
                .readsScores();
        Boolean usable = generation.detectorUsable();
        return !decides || usable == null ? null : usable ? 1.0 : 0.0;
    }

    private static @Nullable Double maskedShare(GenerationTrained trained) {
        return trained.run().specification().loss().name().masks() ? (Double) trained.maskedShare() : null;
    }

    private static @Nullable Double ofSelection(AlertMeasure measure, SelectionSummary selection) {
        return switch (measure) {
            case EFFECTIVE_SAMPLE_SIZE -> selection.effectiveSampleSize();
            case EFFECTIVE_SAMPLE_SHARE -> selection.effectiveSampleSize() / selection.pooled();
            case BIAS -> selection.bias();
            case HUMAN_SHARE_BEFORE_SELECTION -> selection.humanShareBefore();
            case HUMAN_SHARE_AFTER_SELECTION -> selection.humanShareAfter();
            case EFFECTIVE_HUMANS_BEFORE_SELECTION -> selection.effectiveHumansBefore();
            case EFFECTIVE_HUMANS_AFTER_SELECTION -> selection.effectiveHumansAfter();
            default -> throw new IllegalArgumentException(measure + " is not of a selection");
        };
    }

    private static @Nullable Double ofText(AlertMeasure measure, TextMeasures text) {
        return switch (measure) {
            case VOCABULARY_COVERAGE -> text.vocabularyCoverage();
            case VOCABULARY_COVERAGE_ERROR -> text.vocabularyCoverageError();
            case KL_TO_HUMAN -> text.klToHuman();
            case KL_FROM_HUMAN -> text.klFromHuman();
            case SELF_BLEU -> text.selfBleu();
            case DIVERSITY -> text.diversity();
            case JENSEN_SHANNON -> read(text.divergence(), TextDivergence::jensenShannon);
            case SMOOTHED_KL_TO_HUMAN -> read(text.divergence(), TextDivergence::smoothedKlToHuman);
            case SMOOTHED_KL_FROM_HUMAN -> read(text.divergence(), TextDivergence::smoothedKlFromHuman);
            case TOKEN_KL_TO_HUMAN -> read(text.tokenDivergence(), TokenDivergence::klToHuman);
            case TOKEN_KL_FROM_HUMAN -> read(text.tokenDivergence(), TokenDivergence::klFromHuman);
            case TOKEN_SMOOTHED_KL_TO_HUMAN -> read(text.tokenDivergence(), TokenDivergence::smoothedKlToHuman);
            case TOKEN_SMOOTHED_KL_FROM_HUMAN -> read(text.tokenDivergence(), TokenDivergence::smoothedKlFromHuman);
            case TOKEN_JENSEN_SHANNON -> read(text.tokenDivergence(), TokenDivergence::jensenShannon);
            case TAIL_MASS -> read(text.machine(), TextStatistics::tailMass);
            case ZIPF_SLOPE -> read(text.machine(), TextStatistics::zipfSlope);
            case COLLISION_PROBABILITY -> read(text.machine(), TextStatistics::collisionProbability);
            case COLLISION_STANDARD_ERROR -> read(text.machine(), TextStatistics::collisionStandardError);
            case EFFECTIVE_VOCABULARY -> read(text.machine(), TextStatistics::effectiveVocabulary);
            case DISTINCT_1 -> read(text.machine(), TextStatistics::distinct1);
            case DISTINCT_2 -> read(text.machine(), TextStatistics::distinct2);
            case DISTINCT_3 -> read(text.machine(), TextStatistics::distinct3);
            case READING_EASE -> read(text.machine(), TextStatistics::readingEase);
            case MEAN_WORDS -> read(text.machine(), TextStatistics::meanWords);
            case ENTROPY_RATE -> read(text.machine(), TextStatistics::entropyRate);
            default -> throw new IllegalArgumentException(measure + " is not of a text");
        };
    }

    private static @Nullable Double confidence(
            GenerationMeasured measured, Function<Confidence, @Nullable Double> read) {
        return read(measured.trained().test().confidence(), read);
    }

    private static <T> @Nullable Double read(@Nullable T group, Function<T, @Nullable Double> figure) {
        return group == null ? null : figure.apply(group);
    }
}
