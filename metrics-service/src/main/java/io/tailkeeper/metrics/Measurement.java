package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.metrics.text.MeasuredText;
import io.tailkeeper.metrics.text.TextComparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything but texts and scores that decides the measures of one generation; equal values give equal measures.
 *
 * @param trained what the trainer reported
 * @param first the run's generation 0, evaluated
 * @param firstText the text measures of generation 0; null when this is generation 0
 * @param quality of the detector calibrated on this model's text
 * @param books the generation's books
 */
public record Measurement(
        GenerationTrained trained,
        Evaluation first,
        @Nullable TextMeasures firstText,
        DetectorQuality quality,
        Books books) {

    /** The two sides of the calibration part, in the order of their prompts. */
    public record Texts(List<MeasuredText> machine, List<MeasuredText> human) {}

    /** The generation. */
    public GenerationKey generationKey() {
        return trained.generationKey();
    }

    /** Whether nothing of the generation is under way any more. */
    boolean complete() {
        return books.collected() == books.scored() + books.deadLettered()
                && books.scored() >= books.pooled() + books.rejected();
    }

    /**
     * The measures.
     *
     * @param texts what the model wrote, and the human text beside it
     * @param poolAuroc AUROC of the detector on the generation's own pool; null when the pool has one class
     * @throws IllegalArgumentException or ArithmeticException when there is nothing to measure in the texts
     */
    public GenerationMeasured measure(Texts texts, @Nullable Double poolAuroc) {
        TextMeasures text = TextComparison.of(texts.machine(), texts.human());
        double ratio = trained.test().perplexity() / first.perplexity();
        return new GenerationMeasured(
                trained,
                ratio,
                text,
                quality.auroc(),
                poolAuroc,
                books,
                CollapseStage.of(
                        trained.run().specification().stagesOrDefault(),
                        ratio,
                        text,
                        firstText == null ? text : firstText,
                        trained.test().knowledge(),
                        first.knowledge()),
                quality.mauve());
    }
}
