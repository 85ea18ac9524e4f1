package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ways to draw documents once their weights are known. */
public enum Draw {
    /** Always upsample times the pool, without replacement from max-repeats copies of each document, by weight. */
    @JsonProperty("published")
    PUBLISHED,
    /** Each document as often as its weight asks for, max-repeats times at most; a draw may be shorter. */
    @JsonProperty("residual")
    RESIDUAL
}
