package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.languagemodel.Weights;

/**
 * Variation-bounded exponential loss (arXiv 2511.12143): {@code e^(-p_t / a)}. Over all p the steepest slope is {@code
 * v = e^(1 / a)} times the flattest; cross entropy's is unbounded.
 */
final class ExponentialLoss implements TokenLoss {

    private final float rate;

    /** @param variationScale a, positive */
    ExponentialLoss(double variationScale) {
        this.rate = (float) (-1 / variationScale);
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities
                .exp()
                .mul(Weights.constant(logProbabilities.getManager(), rate))
                .exp();
    }
}
