package io.tailkeeper.bench;

import io.tailkeeper.languagemodel.ModelConfig;

/** What a training step of a GPT-2 cannot do without, in float32: to see a process's peak beside. */
final class TrainingMemory {

    private TrainingMemory() {}

    /** Parameters, gradients, both moments, and what the forward pass of one batch keeps for the backward pass. */
    static long bytes(ModelPreset preset) {
        return Float.BYTES * (4 * preset.config().parameterCount() + activations(preset));
    }

    /**
     * Numbers that the backward pass of one batch reads again. A layer: two norms, queries, keys and values, the mixed
     * values, two residual sums, the wide activation before and after its curve, and the attention's probabilities; the
     * head: the last norm, logits and their log-softmax.
     */
    static long activations(ModelPreset preset) {
        ModelConfig config = preset.config();
        long tokens = (long) preset.batchSize() * (preset.blockTokens() - 1);
        long width = config.embeddingSize();
        long layer = (2 + 3 + 1 + 2 + 4 + 4) * width + (long) config.heads() * (preset.blockTokens() - 1);
        long head = width + 2L * config.vocabularySize();
        return tokens * (config.layers() * layer + head);
    }
}
