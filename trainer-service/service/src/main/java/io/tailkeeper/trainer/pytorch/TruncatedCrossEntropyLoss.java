package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.languagemodel.Weights;
import java.util.Optional;

/**
 * Truncated Cross Entropy (ForTIFAI, arXiv 2509.08972): {@code -log p_t} where p_t is at most the threshold, else 0. The
 * mask carries no gradient.
 */
final class TruncatedCrossEntropyLoss implements TokenLoss {

    private final float confidenceThreshold;

    /** @param confidenceThreshold gamma, 0 to 1; a target with more probability than this is masked */
    TruncatedCrossEntropyLoss(double confidenceThreshold) {
        this.confidenceThreshold = (float) confidenceThreshold;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities.neg().mul(mask(logProbabilities));
    }

    @Override
    public Optional<NDArray> kept(NDArray logProbabilities) {
        return Optional.of(mask(logProbabilities));
    }

    private NDArray mask(NDArray logProbabilities) {
        NDArray probabilities = logProbabilities.stopGradient().exp();
        NDArray threshold = Weights.constant(logProbabilities.getManager(), confidenceThreshold);
        return probabilities.lte(threshold).toType(logProbabilities.getDataType(), false);
    }
}
