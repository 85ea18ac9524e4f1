package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;

/** A language model at work. Used by one thread at a time. */
public interface Writer {

    /**
     * Continues human text, all prompts in one batch.
     *
     * @param checkpoint the model
     * @param prompts (B, P) token ids
     * @param newTokens tokens to write after each prompt
     * @param decoding how the next token is picked
     * @param seeds (B) seeds of each row's random numbers
     * @return the continuations, (B, newTokens); equal arguments give equal continuations
     * @throws RunFailedException when the checkpoint is missing, damaged or of another form than a model
     */
    int[][] write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds);
}
