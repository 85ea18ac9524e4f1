package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import org.jspecify.annotations.Nullable;

/** A language model at work. Used by one thread at a time. */
public interface Writer {

    /**
     * What was written.
     *
     * @param tokens (B, N), the continuations
     * @param probabilities (B, N), what the model gave each token after all before it, at temperature 1 and of the whole
     *     vocabulary; null where nobody asked
     */
    @SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
    record Written(int[][] tokens, double @Nullable [][] probabilities) {}

    /**
     * What came of a text that was edited.
     *
     * @param tokens (N), after the prompt
     * @param edited how many were drawn again
     */
    @SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
    record Edited(int[] tokens, int edited) {}

    /**
     * Edits human texts after their prompts.
     *
     * @param checkpoint the model
     * @param texts (B, T) token ids
     * @param promptTokens P, tokens at the beginning of each that stay as they are
     * @param edit which tokens are drawn again, and how
     * @param seeds (B) seeds of each row's random numbers
     * @return (B), of T - P tokens each; equal arguments give equal texts
     * @throws RunFailedException when the checkpoint is missing, damaged or of another form than a model
     */
    Edited[] edit(
            CheckpointReference checkpoint, int[][] texts, int promptTokens, EditSpecification edit, long[] seeds);

    /**
     * A model on disk that writes in place of a run's own.
     *
     * @param generation of the run's own model
     * @throws RunFailedException when there is none, it reads other tokens or fewer than the run, or it lies where nothing is read
     */
    CheckpointReference foreign(RunSpecification run, String model, int generation);

    /**
     * Continues human text, all prompts in one batch.
     *
     * @param checkpoint the model
     * @param prompts (B, P) token ids
     * @param newTokens N, tokens to write after each prompt
     * @param decoding how the next token is picked
     * @param seeds (B) seeds of each row's random numbers
     * @param probabilities whether to say how probable each token was, which is some more work
     * @return equal arguments give equal continuations, with probabilities or without
     * @throws RunFailedException when the checkpoint is missing, damaged or of another form than a model
     */
    Written write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds,
            boolean probabilities);
}
