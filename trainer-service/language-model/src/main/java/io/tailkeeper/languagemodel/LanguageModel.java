package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A GPT-2 decoder: learned positions, LayerNorm before attention and feed-forward, GELU, head tied to the token
 * embedding (Radford et al., 2019). Owns its weights and frees them when closed. Not safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {

    private static final String CONFIG = "tailkeeper.";

    private final ModelConfig config;
    private final NDManager manager;
    private final SortedMap<String, NDArray> parameters;
    private final Decoder decoder;

    private LanguageModel(ModelConfig config, NDManager manager, SortedMap<String, NDArray> parameters) {
        this.config = config;
        this.manager = manager;
        this.parameters = Collections.unmodifiableSortedMap(parameters);
        this.decoder = new Decoder(config, parameters);
    }

    /**
     * A new model with GPT-2's initial weights: normal with deviation 0.02, that of the projections into the residual
     * stream divided by sqrt(2 layers), biases 0, norms 1.
     *
     * @param seed equal seeds give equal weights on every device
     */
    public static LanguageModel initialise(ModelConfig config, long seed) {
        NDManager manager = newManager();
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, NDArray> parameters = new TreeMap<>();
        config.parameterShapes().forEach((name, dimensions) -> {
            Shape shape = new Shape(dimensions);
            float[] values = new float[Math.toIntExact(shape.size())];
            double deviation = name.endsWith("c_proj.weight") ? 0.02 / Math.sqrt(2.0 * config.layers()) : 0.02;
            for (int i = 0; i < values.length; i++) {
                if (dimensions.length == 2) {
                    values[i] = (float) (random.nextGaussian() * deviation);
                } else {
                    values[i] = name.endsWith(".weight") ? 1 : 0;
                }
            }
            parameters.put(name, Weights.create(manager, values, shape));
        });
        return new LanguageModel(config, manager, parameters);
    }

    /**
     * The model of a checkpoint.
     *
     * @param expectedSha256 digest the file must have
     * @throws CheckpointException when the file is missing, corrupt, or not a checkpoint of this model family
     */
    public static LanguageModel load(Path file, String expectedSha256) {
        NDManager manager = newManager();
        try {
            Safetensors.Loaded loaded = Safetensors.read(file, expectedSha256, manager);
            ModelConfig config = config(file, loaded.metadata());
            SortedMap<String, long[]> shapes = config.parameterShapes();
            SortedMap<String, NDArray> weights = loaded.tensors();
            shapes.forEach((name, shape) -> {
                NDArray tensor = weights.get(name);
                if (tensor == null || !tensor.getShape().equals(new Shape(shape))) {
                    throw new CheckpointException(
                            "checkpoint " + file + ": tensor " + name + " should have shape " + new Shape(shape)
                                    + " but " + (tensor == null ? "is missing" : "has " + tensor.getShape()));
                }
            });
            weights.keySet().retainAll(shapes.keySet());
            return new LanguageModel(config, manager, weights);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static NDManager newManager() {
        return NDManager.newBaseManager("PyTorch");
    }

    private static ModelConfig config(Path file, Map<String, String> metadata) {
        try {
            return new ModelConfig(
                    Integer.parseInt(metadata.get(CONFIG + "layers")),
                    Integer.parseInt(metadata.get(CONFIG + "heads")),
                    Integer.parseInt(metadata.get(CONFIG + "embedding-size")),
                    Integer.parseInt(metadata.get(CONFIG + "context-length")),
                    Integer.parseInt(metadata.get(CONFIG + "vocabulary-size")));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " does not say what shape its model has; it was not written by Tailkeeper",
                    e);
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
        return Map.of(
                "format",
                "pt",
                CONFIG + "layers",
                Integer.toString(config.layers()),
                CONFIG + "heads",
                Integer.toString(config.heads()),
                CONFIG + "embedding-size",
                Integer.toString(config.embeddingSize()),
                CONFIG + "context-length",
                Integer.toString(config.contextLength()),
                CONFIG + "vocabulary-size",
                Integer.toString(config.vocabularySize()));
    }

    public ModelConfig config() {
        return config;
    }

    /** The manager that owns the weights; work in a sub-manager of it. */
    public NDManager manager() {
        return manager;
    }

    /** The weights by their Hugging Face GPT-2 names; unmodifiable, owned by the model. */
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
