package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.contracts.measures.OwnConfidence;
import org.jspecify.annotations.Nullable;

/**
 * Every measure of one generation.
 *
 * @param trained what the trainer reported
 * @param perplexityRatio test perplexity divided by that of generation 0
 * @param text the model's own text beside human text
 * @param detectorAuroc how well the detector tells this model's text from human text, out of fold
 * @param poolAuroc the detector's AUROC on the generation's own pool, by provenance; null when the pool has one class
 * @param books the books of the generation
 * @param stage how far collapse has gone
 * @param mauve between the model's own text and human text, by the deciding detector's embeddings; null where it has none, and
 *     where an earlier release measured
 */
public record GenerationMeasured(
        GenerationTrained trained,
        double perplexityRatio,
        TextMeasures text,
        double detectorAuroc,
        @Nullable Double poolAuroc,
        Books books,
        Stage stage,
        @Nullable Mauve mauve) {

    /** Stage of collapse (after arXiv 2509.04796). */
    public enum Stage {
        /** Healthy. */
        @JsonProperty("A")
        HEALTHY,
        /** Fluent, but knowledge or tails are going. */
        @JsonProperty("B")
        FLUENT_BUT_WRONG,
        /** Collapsed. */
        @JsonProperty("C")
        COLLAPSED
    }

    public GenerationMeasured {
        Checks.present("trained", trained);
        Checks.notNegative("perplexityRatio", perplexityRatio);
        Checks.present("text", text);
        Checks.within("detectorAuroc", detectorAuroc, 0, 1);
        if (poolAuroc != null) {
            Checks.within("poolAuroc", poolAuroc, 0, 1);
        }
        Checks.present("books", books);
        Checks.present("stage", stage);
    }

    /** One without MAUVE. */
    public GenerationMeasured(
            GenerationTrained trained,
            double perplexityRatio,
            TextMeasures text,
            double detectorAuroc,
            @Nullable Double poolAuroc,
            Books books,
            Stage stage) {
        this(trained, perplexityRatio, text, detectorAuroc, poolAuroc, books, stage, null);
    }

    /**
     * How much surer the model is of its own text than of human text: the difference of the means of p_t. What drives collapse
     * (ForTIFAI, arXiv 2509.08972).
     *
     * @return null where one of them was not measured
     */
    public @Nullable Double confidenceGap() {
        OwnConfidence own = text.confidence();
        Confidence onHumanText = trained.test().confidence();
        return own == null || onHumanText == null ? null : own.meanProbability() - onHumanText.meanProbability();
    }

    /** The generation: the topic's key. */
    public GenerationKey generationKey() {
        return trained.generationKey();
    }
}
