package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Decoding;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.safetensors.Safetensors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model that the tensor library computes, and that a checkpoint of Tailkeeper's own holds. */
public final class TransformerModel implements LanguageModel {

    private final ModelConfig config;
    private final @Nullable String tokenizer;
    private final NDManager manager;
    private final SortedMap<String, NDArray> parameters;
    private final Decoder decoder;

    private TransformerModel(
            ModelConfig config, @Nullable String tokenizer, NDManager manager, SortedMap<String, NDArray> parameters) {
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
    public static LanguageModel of(
            ModelConfig config, @Nullable String tokenizer, Function<NDManager, SortedMap<String, NDArray>> weights) {
        NDManager manager = ModelDevice.newManager();
        try {
            return new TransformerModel(config, tokenizer, manager, weights.apply(manager));
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
    public static LanguageModel load(Path file, @Nullable String expectedSha256) {
        NDManager manager = ModelDevice.newManager();
        try {
            Safetensors.Loaded loaded = Safetensors.read(file, expectedSha256, manager);
            ModelConfig config = CheckpointMetadata.config(file, loaded.metadata());
            SortedMap<String, long[]> shapes = config.parameterShapes();
            SortedMap<String, NDArray> weights = loaded.tensors();
            shapes.forEach((name, shape) -> requireShape(file, name, weights.get(name), new Shape(shape)));
            weights.keySet().retainAll(shapes.keySet());
            return new TransformerModel(config, CheckpointMetadata.tokenizer(loaded.metadata()), manager, weights);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static void requireShape(Path file, String name, @Nullable NDArray tensor, Shape shape) {
        if (tensor == null || !tensor.getShape().equals(shape)) {
            throw new CheckpointException("checkpoint " + file + ": tensor " + name + " should have shape " + shape
                    + " but " + (tensor == null ? "is missing" : "has " + tensor.getShape())
                    + "; restore the file, or start the run again to train it anew");
        }
    }

    @Override
    public String save(Path file) {
        return Safetensors.write(file, parameters, metadata());
    }

    @Override
    public Map<String, String> metadata() {
        return CheckpointMetadata.of(config, tokenizer);
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public SortedMap<String, NDArray> parameters() {
        return parameters;
    }

    @Override
    public NDArray logits(NDArray tokens, int from) {
        return decoder.head(decoder.hidden(tokens, null, from));
    }

    @Override
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

    @Override
    public NDArray hidden(NDArray tokens) {
        return decoder.hidden(tokens, null, 0);
    }

    @Override
    public Decoding decoding() {
        return new TensorDecoding(this);
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
