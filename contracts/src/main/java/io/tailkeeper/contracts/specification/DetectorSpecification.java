package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How well the deciding detector of a run knows who writes; for asking from which quality on selection helps.
 *
 * @param calibration which text it is fitted on; null: {@link Calibration#EVERY_GENERATION}
 * @param aurocAtMost worsens it: noise is added to its logits until its area under the ROC curve on the calibration part is this;
 *     null, or where it is no better anyway: none
 */
public record DetectorSpecification(@Nullable Calibration calibration, @Nullable Double aurocAtMost) {

    /** What a detector is fitted on. */
    public enum Calibration {
        /** On the text of the very model that writes, each generation anew. */
        @JsonProperty("every-generation")
        EVERY_GENERATION,
        /** On the text of generation 0, which writes for generation 1, and never again. */
        @JsonProperty("first-generation")
        FIRST_GENERATION,
        /** On nothing of the run: a trained detector judges as it was stored. */
        @JsonProperty("none")
        NONE
    }

    public DetectorSpecification {
        if (aurocAtMost != null && !(aurocAtMost > 0.5 && aurocAtMost < 1)) {
            throw new IllegalArgumentException("detector.auroc-at-most: " + aurocAtMost
                    + " is out of range; allowed is more than 0.5, which is chance, and less than 1");
        }
    }

    /** As every run without this setting has it, or as it is said. */
    public Calibration calibrationOrDefault() {
        return calibration == null ? Calibration.EVERY_GENERATION : calibration;
    }
}
