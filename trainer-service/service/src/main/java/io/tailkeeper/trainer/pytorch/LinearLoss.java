package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.Weights;

/** Cross entropy with a factor that falls with the probability: {@code (1 - G p_t) (-log p_t)}. The factor is detached. */
final class LinearLoss implements TokenLoss {

    private final float slope;

    /** @param slope G, 0 to 1; 0 is cross entropy */
    LinearLoss(double slope) {
        this.slope = (float) slope;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        NDManager scope = logProbabilities.getManager();
        NDArray probabilities = logProbabilities.stopGradient().exp();
        NDArray factor = Weights.constant(scope, 1).sub(probabilities.mul(Weights.constant(scope, slope)));
        return logProbabilities.neg().mul(factor);
    }
}
