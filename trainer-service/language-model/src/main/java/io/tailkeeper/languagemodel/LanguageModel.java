package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * A decoder of one of the {@linkplain Family families}. Owns its weights and frees them when closed. Not safe for use by
 * several threads.
 */
public interface LanguageModel extends AutoCloseable {

    ModelConfig config();

    /** What a checkpoint of this model says of itself. */
    Map<String, String> metadata();

    /** The manager that owns the weights; work in a sub-manager of it. */
    NDManager manager();

    /** The weights by their Hugging Face names; unmodifiable, owned by the model. */
    SortedMap<String, NDArray> parameters();

    /**
     * Next-token logits at every position.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @return (B, T, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    default NDArray logits(NDArray tokens) {
        return logits(tokens, 0);
    }

    /**
     * Next-token logits from a position on, without the work that only earlier positions need.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @param from first position, from 0 to T - 1
     * @return (B, T - from, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    NDArray logits(NDArray tokens, int from);

    /**
     * As {@link #logits(NDArray, int)}, but weights and activations are bfloat16. The weights are cast within the graph:
     * their gradients come back in float32.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @param from first position, from 0 to T - 1
     * @return (B, T - from, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    NDArray bfloat16Logits(NDArray tokens, int from);

    /**
     * The state after the last norm at every position, which the output layer makes {@link #logits(NDArray)} of.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @return (B, T, C) float32, in the manager of {@code tokens}, as is every temporary
     */
    NDArray hidden(NDArray tokens);

    /** Decoding in the tensor library, which any model on any device can do. */
    Decoding decoding();

    /**
     * Writes the weights and their shape; equal weights give equal bytes.
     *
     * @return sha256 of the file
     * @throws CheckpointException when the disk refuses
     */
    String save(Path file);

    @Override
    void close();
}
