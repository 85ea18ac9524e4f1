package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.languagemodel.Weights;

/**
 * Variation-bounded cross entropy (arXiv 2511.12143; the formula is derived from its definition of variation): {@code -log(p_t +
 * a)}. Over all p the steepest slope is {@code v = (1 + a) / a} times the flattest; it is negative for p above 1 - a.
 */
final class VariationCrossEntropyLoss implements TokenLoss {

    private final float scale;

    /** @param variationScale a, positive */
    VariationCrossEntropyLoss(double variationScale) {
        this.scale = (float) variationScale;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities
                .exp()
                .add(Weights.constant(logProbabilities.getManager(), scale))
                .log()
                .neg();
    }
}
