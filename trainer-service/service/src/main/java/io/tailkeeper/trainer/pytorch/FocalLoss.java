package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.Weights;

/**
 * Focal loss (Lin et al., arXiv 1708.02002): {@code (1 - p_t)^G (-log p_t)}. The factor carries gradient; G = 0 is cross
 * entropy.
 */
final class FocalLoss implements TokenLoss {

    /** The least 1 - p that float32 tells from 0; below it a focus under 1 has no finite gradient. */
    private static final float MIN = 0x1p-24f;

    private final float focus;

    /** @param focus G, not negative */
    FocalLoss(double focus) {
        this.focus = (float) focus;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        NDManager scope = logProbabilities.getManager();
        NDArray rest =
                Weights.constant(scope, 1).sub(logProbabilities.exp()).maximum(Weights.constant(scope, MIN)); // 1 - p
        return logProbabilities.neg().mul(rest.pow(Weights.constant(scope, focus)));
    }
}
