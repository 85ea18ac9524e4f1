package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;

/** Cross entropy: {@code -log p_t} for every target. */
public final class CrossEntropyLoss implements TokenLoss {

    @Override
    public NDArray factor(NDArray logProbabilities) {
        return logProbabilities.onesLike();
    }
}
