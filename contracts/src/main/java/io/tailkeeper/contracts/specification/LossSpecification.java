package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The training loss. A parameter that is null has its default; one that the named loss does not read is ignored.
 *
 * @param name which loss
 * @param confidenceThreshold gamma of TCE: a target token given more probability than this is masked; of random-mask, where as many
 *     are masked by chance; read by these two
 * @param focus G of focal, in (1 - p)^G; null: 2
 * @param deviations a of dynamic TCE, in gamma = mean + a * standard deviation of the probabilities of an epoch; gamma is
 *     held within 0 to 1; null: 1
 * @param slope G of linear, in 1 - G p; null: 1
 * @param variationScale a of exponential, in e^(-p / a), of variation-cross-entropy, in -log(p + a), both 1 when null, and of
 *     variation-square, in (a - p)^2, more than 1 there, 2 when null
 * @param divisor what the sum of the losses is divided by; null: {@link Divisor#ALL_TOKENS}
 * @param fromGeneration 0: generation 0 is trained with this loss too, so that a run with it cannot share another one's; 1: generation
 *     0 is trained with cross entropy; null: 1
 */
public record LossSpecification(
        Name name,
        double confidenceThreshold,
        @Nullable Double focus,
        @Nullable Double deviations,
        @Nullable Double slope,
        @Nullable Double variationScale,
        @Nullable Divisor divisor,
        @Nullable Integer fromGeneration) {

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
        EXPONENTIAL,
        /** Variation-bounded cross entropy (arXiv 2511.12143). */
        @JsonProperty("variation-cross-entropy")
        VARIATION_CROSS_ENTROPY,
        /** Variation-bounded square loss (arXiv 2511.12143). */
        @JsonProperty("variation-square")
        VARIATION_SQUARE,
        /** Cross entropy over as many tokens as TCE keeps, masked by chance: the control of a loss that masks. */
        @JsonProperty("random-mask")
        RANDOM_MASK;

        /** Whether it leaves tokens out. */
        public boolean masks() {
            return switch (this) {
                case TCE, DYNAMIC_TCE, RANDOM_MASK -> true;
                case CROSS_ENTROPY, FOCAL, LINEAR, EXPONENTIAL, VARIATION_CROSS_ENTROPY, VARIATION_SQUARE -> false;
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
            if (name == Name.VARIATION_SQUARE && variationScale <= 1) {
                throw new IllegalArgumentException("loss.variation-scale: " + variationScale
                        + " makes variation-square flat or rising for confident tokens; give more than 1");
            }
        }
        if (fromGeneration != null) {
            Checks.within("loss.from-generation", fromGeneration, 0, 1);
        }
    }

    /** A loss with every other parameter at its default. */
    public LossSpecification(Name name, double confidenceThreshold) {
        this(name, confidenceThreshold, null, null, null, null, null, null);
    }

    /** A loss of generation 1 and later. */
    public LossSpecification(
            Name name,
            double confidenceThreshold,
            @Nullable Double focus,
            @Nullable Double deviations,
            @Nullable Double slope,
            @Nullable Double variationScale,
            @Nullable Divisor divisor) {
        this(name, confidenceThreshold, focus, deviations, slope, variationScale, divisor, null);
    }

    /** Whether generation 0 is trained with another loss than cross entropy. */
    public boolean changesGenerationZero() {
        return fromGeneration != null && fromGeneration == 0 && name != Name.CROSS_ENTROPY;
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

    /** a of the variation-bounded losses. */
    public double variationScaleOrDefault() {
        return variationScale != null ? variationScale : name == Name.VARIATION_SQUARE ? 2 : 1;
    }

    /** What the sum of the losses is divided by. */
    public Divisor divisorOrDefault() {
        return divisor == null ? Divisor.ALL_TOKENS : divisor;
    }
}
