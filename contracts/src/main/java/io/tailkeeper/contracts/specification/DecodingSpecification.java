package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How a model's next-token distribution becomes text.
 *
 * @param strategy which rule picks the next token
 * @param temperature divisor of the logits; not read by greedy and beam
 * @param topK number of tokens kept; read by top-k only
 * @param topP probability mass kept; read by nucleus only
 * @param beams texts that beam follows side by side for each prompt; null: {@value #DEFAULT_BEAMS}; read by beam only
 * @param repetitionPenalty what the logit of a token that stands in the text already is divided by where it is positive, and multiplied by
 *     elsewhere (CTRL, arXiv 1909.05858); null: 1, which changes nothing; read by every strategy
 */
public record DecodingSpecification(
        Strategy strategy,
        double temperature,
        int topK,
        double topP,
        @Nullable Integer beams,
        @Nullable Double repetitionPenalty) {

    /** As in Shumailov et al. (Nature 631, 2024). */
    private static final int DEFAULT_BEAMS = 5;

    /** The decoding rules. */
    public enum Strategy {
        @JsonProperty("greedy")
        GREEDY,
        @JsonProperty("temperature")
        TEMPERATURE,
        @JsonProperty("top-k")
        TOP_K,
        @JsonProperty("nucleus")
        NUCLEUS,
        @JsonProperty("beam")
        BEAM
    }

    public DecodingSpecification {
        Checks.present("decoding.strategy", strategy);
        Checks.positive("decoding.temperature", temperature, 100);
        Checks.within("decoding.top-k", topK, 1, 1_000_000);
        Checks.positive("decoding.top-p", topP, 1);
        if (beams != null) {
            Checks.within("decoding.beams", beams, 1, 64);
        }
        if (repetitionPenalty != null) {
            Checks.positive("decoding.repetition-penalty", repetitionPenalty, 100);
        }
    }

    /** One that penalises nothing. */
    public DecodingSpecification(Strategy strategy, double temperature, int topK, double topP) {
        this(strategy, temperature, topK, topP, null, null);
    }

    /** Whether a text depends on a seed. */
    public boolean drawsTokens() {
        return strategy != Strategy.GREEDY && strategy != Strategy.BEAM;
    }

    /** {@link #beams}, or its default. */
    public int beamsOrDefault() {
        return beams == null ? DEFAULT_BEAMS : beams;
    }

    /** {@link #repetitionPenalty}, or 1. */
    public double repetitionPenaltyOrDefault() {
        return repetitionPenalty == null ? 1 : repetitionPenalty;
    }
}
