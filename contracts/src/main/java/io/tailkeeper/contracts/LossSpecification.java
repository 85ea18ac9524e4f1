package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The training loss.
 *
 * @param name which loss
 * @param confidenceThreshold gamma of TCE: a target token given more probability than this is masked; not read by
 *     cross entropy
 */
public record LossSpecification(Name name, double confidenceThreshold) {

    /** The losses. */
    public enum Name {
        @JsonProperty("cross-entropy")
        CROSS_ENTROPY,
        /** Truncated Cross Entropy (ForTIFAI, arXiv 2509.08972). */
        @JsonProperty("tce")
        TCE
    }

    public LossSpecification {
        Checks.present("loss.name", name);
        Checks.within("loss.confidence-threshold", confidenceThreshold, 0, 1);
    }
}
