package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * One generation's optimisation with AdamW.
 *
 * @param optimizerTokens tokens that carry loss over the whole generation; the selected documents are read again, in a
 *     new order, until they are used up
 * @param batchSize documents a step
 * @param learningRate peak learning rate
 * @param schedule course of the learning rate after the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param finalLearningRateShare learning rate of the last step as a share of the peak
 * @param weightDecay decoupled decay of the matrices; not of biases, norms and embeddings
 * @param gradientClip largest global gradient norm
 * @param lossOn which tokens carry loss
 * @param checkpointEverySteps steps between the states a killed trainer resumes from
 * @param gradientAccumulation parts that a step's documents are cut into; their gradients are added up, which needs less
 *     memory and changes the result by rounding only; null: 1
 * @param weightDecayGrowth k in {@code weightDecay (1 + k g)}, g being the generation (arXiv 2402.07712); null: 0
 * @param precision in which forward and backward pass are computed; null: float32
 * @param epochs passes over the selected documents, in place of {@code optimizerTokens}; the last step is filled from one more pass;
 *     null: {@code optimizerTokens} decides
 * @param unlearning what is forgotten after the steps of generation 1 and later; null: nothing
 */
public record TrainingSpecification(
        long optimizerTokens,
        int batchSize,
        double learningRate,
        Schedule schedule,
        int warmupSteps,
        double finalLearningRateShare,
        double weightDecay,
        double gradientClip,
        LossOn lossOn,
        int checkpointEverySteps,
        @Nullable Integer gradientAccumulation,
        @Nullable Double weightDecayGrowth,
        @Nullable Precision precision,
        @Nullable Integer epochs,
        @Nullable UnlearningSpecification unlearning) {

    static final double LARGEST_WEIGHT_DECAY = 10;

    /** The course of the learning rate after the warm-up. */
    public enum Schedule {
        @JsonProperty("cosine")
        COSINE,
        @JsonProperty("linear")
        LINEAR,
        @JsonProperty("constant")
        CONSTANT
    }

    /** Which tokens carry loss. */
    public enum LossOn {
        /** The continuation only; the prompt is context. */
        @JsonProperty("continuation")
        CONTINUATION,
        /** Every token but a document's first. */
        @JsonProperty("all")
        ALL
    }

    /** The numbers that forward and backward pass are computed in; weights, gradients and losses are float32 always. */
    public enum Precision {
        @JsonProperty("float32")
        FLOAT32,
        @JsonProperty("bf16")
        BF16
    }

    public TrainingSpecification {
        Checks.within("training.optimizer-tokens", optimizerTokens, 1, 1_000_000_000_000L);
        Checks.within("training.batch-size", batchSize, 1, 65_536);
        Checks.positive("training.learning-rate", learningRate, 1);
        Checks.present("training.schedule", schedule);
        Checks.within("training.warmup-steps", warmupSteps, 0, 1_000_000);
        Checks.within("training.final-learning-rate-share", finalLearningRateShare, 0, 1);
        Checks.within("training.weight-decay", weightDecay, 0, LARGEST_WEIGHT_DECAY);
        Checks.positive("training.gradient-clip", gradientClip, 1_000_000);
        Checks.present("training.loss-on", lossOn);
        Checks.within("training.checkpoint-every-steps", checkpointEverySteps, 1, 1_000_000);
        if (gradientAccumulation != null) {
            Checks.within("training.gradient-accumulation", gradientAccumulation, 1, 65_536);
            if (gradientAccumulation > batchSize) {
                throw new IllegalArgumentException("training.gradient-accumulation: " + gradientAccumulation
                        + " is more than the " + batchSize + " documents of a step; lower it or raise batch-size");
            }
        }
        if (weightDecayGrowth != null) {
            Checks.within("training.weight-decay-growth", weightDecayGrowth, 0, 1_000);
        }
        if (epochs != null) {
            Checks.within("training.epochs", epochs, 1, 10_000);
        }
    }

    /** Gradients of whole batches, the same weight decay in every generation, and float32. */
    public TrainingSpecification(
            long optimizerTokens,
            int batchSize,
            double learningRate,
            Schedule schedule,
            int warmupSteps,
            double finalLearningRateShare,
            double weightDecay,
            double gradientClip,
            LossOn lossOn,
            int checkpointEverySteps) {
        this(
                optimizerTokens,
                batchSize,
                learningRate,
                schedule,
                warmupSteps,
                finalLearningRateShare,
                weightDecay,
                gradientClip,
                lossOn,
                checkpointEverySteps,
                null,
                null,
                null,
                null,
                null);
    }

    /** Parts that a step's documents are cut into. */
    public int gradientAccumulationOrDefault() {
        return gradientAccumulation == null ? 1 : gradientAccumulation;
    }

    /** The numbers that forward and backward pass are computed in. */
    public Precision precisionOrDefault() {
        return precision == null ? Precision.FLOAT32 : precision;
    }

    /** The weight decay of a generation. */
    public double weightDecayOf(int generation) {
        return weightDecay * (1 + (weightDecayGrowth == null ? 0 : weightDecayGrowth) * generation);
    }

    /** Tokens of a document that carry loss. */
    public int lossTokensPerDocument(TextSpecification text) {
        return lossOn == LossOn.ALL ? text.blockTokens() - 1 : text.continuationTokens();
    }

    /**
     * Tokens that carry loss over a whole generation.
     *
     * @param documents that are selected
     */
    public long lossTokens(TextSpecification text, int documents) {
        return epochs == null ? optimizerTokens : (long) epochs * documents * lossTokensPerDocument(text);
    }

    /**
     * Optimizer steps of a generation: enough for {@code optimizerTokens}, or for {@code epochs} passes; at least one.
     *
     * @param documents that are selected
     */
    public int steps(TextSpecification text, int documents) {
        long tokensPerStep = (long) batchSize * lossTokensPerDocument(text);
        return Math.toIntExact(Math.max(1, Math.ceilDiv(lossTokens(text, documents), tokensPerStep)));
    }
}
