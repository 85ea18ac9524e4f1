package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;

/** Cross entropy: {@code -log p_t} for every target. */
final class CrossEntropyLoss implements TokenLoss {

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities.neg();
    }
}
