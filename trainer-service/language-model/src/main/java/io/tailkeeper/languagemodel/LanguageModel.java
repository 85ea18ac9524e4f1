package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A decoder of one of the {@linkplain Family families}. Owns its weights and frees them when closed. Not safe for use by
 * several threads.
 */
public final class LanguageModel implements AutoCloseable {

    private final ModelConfig config;
    private final String tokenizer;
    private final NDManager manager;
    private final SortedMap<String, NDArray> parameters;
    private final Decoder decoder;

    private LanguageModel(
            ModelConfig config, String tokenizer, NDManager manager, SortedMap<String, NDArray> parameters) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.manager = manager;
        this.parameters = Collections.unmodifiableSortedMap(parameters);
        this.decoder = Decoder.of(config, parameters);
    }

    /**
     * A new model with GPT-2's initial weights: normal with deviation 0.02, that of the projections into the residual
     * stream divided by sqrt(2 layers), biases 0, norms 1.
     *
     * @param seed equal seeds give equal weights on every device
     */
    public static LanguageModel initialise(ModelConfig config, long seed) {
        return of(config, null, manager -> InitialWeights.of(config, seed, manager));
    }

    /**
     * A model whose weights are read from elsewhere.
     *
     * @param tokenizer fingerprint of its tokenizer, or null for GPT-2's ranks
     * @param weights makes all of the configuration's weights in the manager it is given
     */
    static LanguageModel of(
            ModelConfig config, String tokenizer, Function<NDManager, SortedMap<String, NDArray>> weights) {
        NDManager manager = ModelDevice.newManager();
        try {
            return new LanguageModel(config, tokenizer, manager, weights.apply(manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * The model of a checkpoint.
     *
     * @param expectedSha256 digest the file must have; null to read it unchecked
     * @throws CheckpointException when the file is missing, corrupt, or not a checkpoint of Tailkeeper's own
     */
    public static LanguageModel load(Path file, String expectedSha256) {
        NDManager manager = ModelDevice.newManager();
        try {
            Safetensors.Loaded loaded = Safetensors.read(file, expectedSha256, manager);
            ModelConfig config = CheckpointMetadata.config(file, loaded.metadata());
            SortedMap<String, long[]> shapes = config.parameterShapes();
            SortedMap<String, NDArray> weights = loaded.tensors();
            shapes.forEach((name, shape) -> requireShape(file, name, weights.get(name), new Shape(shape)));
            weights.keySet().retainAll(shapes.keySet());
            return new LanguageModel(config, CheckpointMetadata.tokenizer(loaded.metadata()), manager, weights);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static void requireShape(Path file, String name, NDArray tensor, Shape shape) {
        if (tensor == null || !tensor.getShape().equals(shape)) {
            throw new CheckpointException("checkpoint " + file + ": tensor " + name + " should have shape " + shape
                    + " but " + (tensor == null ? "is missing" : "has " + tensor.getShape())
                    + "; restore the file, or start the run again to train it anew");
        }
    }

    /**
     * Writes the weights and their shape; equal weights give equal bytes.
     *
     * @return sha256 of the file
     * @throws CheckpointException when the disk refuses
     */
    public String save(Path file) {
        return Safetensors.write(file, parameters, metadata());
    }

    /** What a checkpoint of this model says of itself. */
    public Map<String, String> metadata() {
        return CheckpointMetadata.of(config, tokenizer);
    }

    public ModelConfig config() {
        return config;
    }

    /** The manager that owns the weights; work in a sub-manager of it. */
    public NDManager manager() {
        return manager;
    }

    /** The weights by their Hugging Face names; unmodifiable, owned by the model. */
    public SortedMap<String, NDArray> parameters() {
        return parameters;
    }

    /**
     * Next-token logits at every position.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @return (B, T, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    public NDArray logits(NDArray tokens) {
        return logits(tokens, 0);
    }

    /**
     * Next-token logits from a position on, without the work that only earlier positions need.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @param from first position, from 0 to T - 1
     * @return (B, T - from, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    public NDArray logits(NDArray tokens, int from) {
        return decoder.head(decoder.hidden(tokens, null, from));
    }

    /**
     * As {@link #logits(NDArray, int)}, but weights and activations are bfloat16. The weights are cast within the graph:
     * their gradients come back in float32.
     *
     * @param tokens (B, T) int64, T at most the context length
     * @param from first position, from 0 to T - 1
     * @return (B, T - from, V) float32, in the manager of {@code tokens}, as is every temporary
     */
    public NDArray bfloat16Logits(NDArray tokens, int from) {
        SortedMap<String, NDArray> cast = new TreeMap<>();
        parameters.forEach((name, weight) -> {
            NDArray narrow = Casts.toBfloat16(weight);
            narrow.attach(tokens.getManager());
            cast.put(name, narrow);
        });
        Decoder narrow = Decoder.of(config, cast);
        return Casts.toFloat32(narrow.head(narrow.hidden(tokens, null, from)));
    }

    /** Logits of the last position, (B, V), after {@code tokens} (B, T) follow what the cache holds. */
    NDArray lastLogits(NDArray tokens, KeyValueCache cache) {
        int last = (int) tokens.getShape().get(1) - 1;
        NDArray hidden = decoder.hidden(tokens, cache, last); // (B, 1, C)
        return decoder.head(hidden.squeeze(1));
    }

    @Override
    public void close() {
        manager.close();
    }
}
