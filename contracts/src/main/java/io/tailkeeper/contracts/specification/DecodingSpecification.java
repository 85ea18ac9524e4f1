package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;

/**
 * How a model's next-token distribution becomes text.
 *
 * @param strategy which rule picks the next token
 * @param temperature divisor of the logits; not read by greedy
 * @param topK number of tokens kept; read by top-k only
 * @param topP probability mass kept; read by nucleus only
 */
public record DecodingSpecification(Strategy strategy, double temperature, int topK, double topP) {

    /** The decoding rules. */
    public enum Strategy {
        @JsonProperty("greedy")
        GREEDY,
        @JsonProperty("temperature")
        TEMPERATURE,
        @JsonProperty("top-k")
        TOP_K,
        @JsonProperty("nucleus")
        NUCLEUS
    }

    public DecodingSpecification {
        Checks.present("decoding.strategy", strategy);
        Checks.positive("decoding.temperature", temperature, 100);
        Checks.within("decoding.top-k", topK, 1, 1_000_000);
        Checks.positive("decoding.top-p", topP, 1);
    }
}
