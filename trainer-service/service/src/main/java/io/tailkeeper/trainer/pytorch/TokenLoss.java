package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.specification.LossSpecification;
import java.util.Map;
import java.util.Optional;

/**
 * A training loss: a function of log p_t, p_t being the probability of the target token. Weights, sum and divisor are not
 * its business. Used by one thread at a time.
 *
 * <p>Where gradients flow, numbers have to be {@link io.tailkeeper.languagemodel.Weights#constant}s.
 */
interface TokenLoss {

    /**
     * The loss of each target.
     *
     * @param logProbabilities log p_t of the targets, (N) float32; gradients flow back into it
     * @return (N) float32 in the manager of the argument, finite wherever log p_t is; 0 for a masked target
     */
    NDArray losses(NDArray logProbabilities);

    /**
     * Which targets are not masked.
     *
     * @param logProbabilities as for {@link #losses}
     * @return (N) float32, 1 for a kept target and 0 for a masked one, without gradient; empty for a loss that masks none
     */
    default Optional<NDArray> kept(NDArray logProbabilities) {
        return Optional.empty();
    }

    /**
     * Told before each step; an epoch is one pass over the selected documents.
     *
     * @param step number of steps before this one, also of those that were taken before an interruption
     * @param epoch that it belongs to, from 0, never less than before
     */
    default void beginStep(int step, long epoch) {}

    /**
     * Told before the losses of a step, or of each part of it, are asked for.
     *
     * @param carriesLoss whether each of the N targets carries loss
     */
    default void beginPart(boolean[] carriesLoss) {}

    /**
     * Told what the model gave the targets of a step, or of a part of it.
     *
     * @param logProbabilities as for {@link #losses}; the parent of their manager lasts as long as the training
     * @param counted 1 for a target that counts, else 0; (N) float32
     */
    default void observe(NDArray logProbabilities, NDArray counted) {}

    /** What it remembers from step to step, exactly: part of the state that a killed training resumes from. */
    default Map<String, String> memory() {
        return Map.of();
    }

    /** Takes over what {@link #memory()} gave. */
    default void restore(Map<String, String> memory) {}

    /**
     * The loss of a specification: the register of all losses.
     *
     * @param seed of what is left to chance
     */
    static TokenLoss of(LossSpecification loss, long seed) {
        return switch (loss.name()) {
            case CROSS_ENTROPY -> new CrossEntropyLoss();
            case TCE -> new TruncatedCrossEntropyLoss(loss.confidenceThreshold());
            case FOCAL -> new FocalLoss(loss.focusOrDefault());
            case DYNAMIC_TCE -> new DynamicTruncatedCrossEntropyLoss(loss.deviationsOrDefault());
            case LINEAR -> new LinearLoss(loss.slopeOrDefault());
            case EXPONENTIAL -> new ExponentialLoss(loss.variationScaleOrDefault());
            case VARIATION_CROSS_ENTROPY -> new VariationCrossEntropyLoss(loss.variationScaleOrDefault());
            case VARIATION_SQUARE -> new VariationSquareLoss(loss.variationScaleOrDefault());
            case RANDOM_MASK -> new RandomMaskLoss(loss.confidenceThreshold(), seed);
        };
    }
}
