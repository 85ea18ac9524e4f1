package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What curation prefers, from 0 to 1. */
public enum CurationReward {
    /** The detector's probability of a text being human. */
    @JsonProperty("detector")
    DETECTOR,
    /** Characters of a text over those of the longest in the pool. */
    @JsonProperty("length")
    LENGTH
}
