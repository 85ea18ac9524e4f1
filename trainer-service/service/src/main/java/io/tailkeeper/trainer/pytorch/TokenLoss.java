package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.LossSpecification;

/**
 * A training loss of the family {@code m(p_t) * -log p_t}, p_t being the probability of the target token. Without state;
 * safe for use by several threads.
 */
public interface TokenLoss {

    /**
     * m(p_t) of each target.
     *
     * @param logProbabilities log p_t of the targets, (N) float32
     * @return (N) float32 in the manager of the argument; 0 for a masked target
     */
    NDArray factor(NDArray logProbabilities);

    /** The loss of a specification. */
    static TokenLoss of(LossSpecification specification) {
        return switch (specification.name()) {
            case CROSS_ENTROPY -> new CrossEntropyLoss();
            case TCE -> new TruncatedCrossEntropyLoss(specification.confidenceThreshold());
        };
    }
}
