package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.TextMeasures;
import java.util.List;

/**
 * Everything that decides the measures of one generation; equal values give equal measures.
 *
 * @param trained what the trainer reported
 * @param first the run's generation 0, evaluated
 * @param texts what the model wrote, and the human text beside it
 * @param firstCoverage vocabulary coverage of generation 0; null when this is generation 0
 * @param detection what the detector made of it
 * @param books the generation's books
 */
record Measurement(
        GenerationTrained trained,
        Evaluation first,
        Texts texts,
        Double firstCoverage,
        Detection detection,
        Books books) {

    /** The two sides of the calibration part, in the order of their prompts. */
    record Texts(List<String> machine, List<String> human) {}

    /** The detector calibrated on this model's text, and its AUROC on the generation's own pool (null: one class). */
    record Detection(DetectorCalibrated calibrated, Double poolAuroc) {}

    GenerationKey generationKey() {
        return trained.generationKey();
    }

    GenerationMeasured measure() {
        TextMeasures text = TextComparison.of(texts.machine(), texts.human());
        double ratio = trained.test().perplexity() / first.perplexity();
        return new GenerationMeasured(
                trained,
                ratio,
                text,
                detection.calibrated().quality().auroc(),
                detection.poolAuroc(),
                books,
                CollapseStage.of(ratio, text, firstCoverage == null ? text.vocabularyCoverage() : firstCoverage));
    }
}
