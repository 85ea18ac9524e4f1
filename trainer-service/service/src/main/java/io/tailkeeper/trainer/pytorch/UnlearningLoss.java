package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import io.tailkeeper.languagemodel.Weights;
import org.jspecify.annotations.Nullable;

/** The terms of bounded forgetting, by target; means over documents are {@link LossBatch}'s. */
final class UnlearningLoss {

    private final UnlearningSpecification specification;

    UnlearningLoss(UnlearningSpecification specification) {
        this.specification = specification;
    }

    /**
     * {@code -log p_t + anchor KL(start || model)} of replayed targets.
     *
     * @param model log-probabilities of all tokens, (N, V); gradients flow back into it
     * @param ofTargets those of the targets, (N); gradients flow back into it
     * @param start log-probabilities of the model that the generation began with, (N, V), finite; null where there is no anchor
     * @return (N)
     */
    NDArray replayed(NDArray model, NDArray ofTargets, @Nullable NDArray start) {
        if (start == null) {
            return ofTargets.neg();
        }
        NDArray divergence = start.exp().mul(start.sub(model)).sum(new int[] {1}); // (N)
        NDArray anchor = Weights.constant(model.getManager(), (float) specification.anchor());
        return ofTargets.neg().add(divergence.mul(anchor));
    }

    /**
     * {@code -weight min(-log p_t, bound)} of flagged targets; beyond the bound there is no gradient.
     *
     * @param ofTargets log p_t, (N); gradients flow back into it
     * @return (N)
     */
    NDArray flagged(NDArray ofTargets) {
        NDArray bound = Weights.constant(ofTargets.getManager(), (float) specification.bound());
        NDArray weight = Weights.constant(ofTargets.getManager(), (float) specification.weight());
        NDArray within = ofTargets.stopGradient().neg().lte(bound).toType(ofTargets.getDataType(), false); // (N)
        NDArray beyond = bound.mul(within.onesLike().sub(within)); // (N)
        return ofTargets.mul(within).sub(beyond).mul(weight);
    }
}
