package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.languagemodel.Weights;

/**
 * Variation-bounded square loss (arXiv 2511.12143; the formula is derived from its definition of variation): {@code (a - p_t)^2}.
 * Over all p the steepest slope is {@code v = a / (a - 1)} times the flattest.
 */
final class VariationSquareLoss implements TokenLoss {

    private final float scale;

    /** @param variationScale a, more than 1 */
    VariationSquareLoss(double variationScale) {
        this.scale = (float) variationScale;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities
                .exp()
                .sub(Weights.constant(logProbabilities.getManager(), scale))
                .square();
    }
}
