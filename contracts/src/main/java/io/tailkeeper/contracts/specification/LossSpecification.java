package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The training loss. A parameter that is null has its default; one that the named loss does not read is ignored.
 *
 * @param name which loss
 * @param confidenceThreshold gamma of TCE: a target token given more probability than this is masked; read by TCE only
 * @param focus G of focal, in (1 - p)^G; null: 2
 * @param deviations a of dynamic TCE, in gamma = mean + a * standard deviation of the probabilities of an epoch; gamma is
 *     held within 0 to 1; null: 1
 * @param slope G of linear, in 1 - G p; null: 1
 * @param variationScale a of exponential, in e^(-p / a); null: 1
 * @param divisor what the sum of the losses is divided by; null: {@link Divisor#ALL_TOKENS}
 */
public record LossSpecification(
        Name name,
        double confidenceThreshold,
        @Nullable Double focus,
        @Nullable Double deviations,
        @Nullable Double slope,
        @Nullable Double variationScale,
        @Nullable Divisor divisor) {

    /** The losses. */
    public enum Name {
        @JsonProperty("cross-entropy")
        CROSS_ENTROPY,
        /** Truncated Cross Entropy (ForTIFAI, arXiv 2509.08972). */
        @JsonProperty("tce")
        TCE,
        /** Focal loss (arXiv 1708.02002). */
        @JsonProperty("focal")
        FOCAL,
        /** TCE whose threshold follows the probabilities of the epoch before. */
        @JsonProperty("dynamic-tce")
        DYNAMIC_TCE,
        /** Cross entropy with a factor that falls linearly with the probability. */
        @JsonProperty("linear")
        LINEAR,
        /** Variation-bounded exponential loss (arXiv 2511.12143). */
        @JsonProperty("exponential")
        EXPONENTIAL;

        /** Whether it leaves tokens out that the model predicts with confidence. */
        public boolean truncates() {
            return switch (this) {
                case TCE, DYNAMIC_TCE -> true;
                case CROSS_ENTROPY, FOCAL, LINEAR, EXPONENTIAL -> false;
            };
        }
    }

    /** What the weighted sum of the losses is divided by. */
    public enum Divisor {
        /** The weights of all loss-carrying tokens, masked or not. */
        @JsonProperty("all-tokens")
        ALL_TOKENS,
        /** The weights of the tokens that are not masked. */
        @JsonProperty("kept-tokens")
        KEPT_TOKENS
    }

    public LossSpecification {
        Checks.present("loss.name", name);
        Checks.within("loss.confidence-threshold", confidenceThreshold, 0, 1);
        if (focus != null) {
            Checks.within("loss.focus", focus, 0, 20);
        }
        if (deviations != null) {
            Checks.within("loss.deviations", deviations, -10, 10);
        }
        if (slope != null) {
            Checks.within("loss.slope", slope, 0, 1);
        }
        if (variationScale != null) {
            Checks.within("loss.variation-scale", variationScale, 0.01, 1_000);
        }
    }

    /** A loss with every other parameter at its default. */
    public LossSpecification(Name name, double confidenceThreshold) {
        this(name, confidenceThreshold, null, null, null, null, null);
    }

    /** G of focal. */
    public double focusOrDefault() {
        return focus == null ? 2 : focus;
    }

    /** a of dynamic TCE. */
    public double deviationsOrDefault() {
        return deviations == null ? 1 : deviations;
    }

    /** G of linear. */
    public double slopeOrDefault() {
        return slope == null ? 1 : slope;
    }

    /** a of exponential. */
    public double variationScaleOrDefault() {
        return variationScale == null ? 1 : variationScale;
    }

    /** What the sum of the losses is divided by. */
    public Divisor divisorOrDefault() {
        return divisor == null ? Divisor.ALL_TOKENS : divisor;
    }
}
