package io.tailkeeper.languagemodel.transformer;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint of Tailkeeper's own says of its model, as text by name. What is not said is GPT-2's default, so that
 * the checkpoints of such a model are the same bytes as ever.
 */
public final class CheckpointMetadata {

    private static final String PREFIX = "tailkeeper.";
    private static final String FAMILY = PREFIX + "family";
    private static final String LLAMA = "llama";
    private static final String GELU = PREFIX + "gelu";
    private static final String NORM_EPSILON = PREFIX + "norm-epsilon";
    private static final String TOKENIZER = PREFIX + "tokenizer";

    private CheckpointMetadata() {}

    /** @param tokenizer fingerprint of the model's tokenizer, or null for GPT-2's ranks */
    static Map<String, String> of(ModelConfig config, @Nullable String tokenizer) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", "pt");
        metadata.put(PREFIX + "layers", Integer.toString(config.layers()));
        metadata.put(PREFIX + "heads", Integer.toString(config.heads()));
        metadata.put(PREFIX + "embedding-size", Integer.toString(config.embeddingSize()));
        metadata.put(PREFIX + "context-length", Integer.toString(config.contextLength()));
        metadata.put(PREFIX + "vocabulary-size", Integer.toString(config.vocabularySize()));
        switch (config.family()) {
            case Family.Gpt2 gpt2 -> {
                if (!gpt2.equals(Family.Gpt2.DEFAULT)) {
                    metadata.put(GELU, gpt2.gelu().name().toLowerCase(Locale.ROOT));
                    metadata.put(NORM_EPSILON, Double.toString(gpt2.normEpsilon()));
                }
            }
            case Family.Llama llama -> {
                metadata.put(FAMILY, LLAMA);
                metadata.put(PREFIX + "key-value-heads", Integer.toString(llama.keyValueHeads()));
                metadata.put(PREFIX + "head-size", Integer.toString(llama.headSize()));
                metadata.put(PREFIX + "feed-forward-size", Integer.toString(llama.feedForwardSize()));
                metadata.put(PREFIX + "rotary-base", Double.toString(llama.rotaryBase()));
                metadata.put(NORM_EPSILON, Double.toString(llama.normEpsilon()));
                metadata.put(PREFIX + "tied-head", Boolean.toString(llama.tiedHead()));
            }
        }
        if (tokenizer != null) {
            metadata.put(TOKENIZER, tokenizer);
        }
        return metadata;
    }

    /** Whether a safetensors file with this metadata is a checkpoint of Tailkeeper's own. */
    public static boolean isOwn(Map<String, String> metadata) {
        return metadata.containsKey(PREFIX + "layers");
    }

    /** Fingerprint of the model's tokenizer, or null for GPT-2's ranks. */
    public static @Nullable String tokenizer(Map<String, String> metadata) {
        return metadata.get(TOKENIZER);
    }

    /**
     * The shape of the model that a checkpoint holds.
     *
     * @throws CheckpointException when something is missing or no model can have this shape
     */
    public static ModelConfig config(Path file, Map<String, String> metadata) {
        try {
            return new ModelConfig(
                    number(metadata, "layers"),
                    number(metadata, "heads"),
                    number(metadata, "embedding-size"),
                    number(metadata, "context-length"),
                    number(metadata, "vocabulary-size"),
                    family(metadata));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new CheckpointException(
                    "checkpoint " + file
                            + " does not say what shape its model has; it was not written by Tailkeeper, or"
                            + " by a newer one. A model of another program is opened by its folder, the one with"
                            + " config.json",
                    e);
        }
    }

    private static Family family(Map<String, String> metadata) {
        String family = metadata.get(FAMILY);
        if (family == null) {
            return metadata.containsKey(GELU)
                    ? new Family.Gpt2(
                            Family.Gelu.valueOf(metadata.get(GELU).toUpperCase(Locale.ROOT)),
                            Double.parseDouble(metadata.get(NORM_EPSILON)))
                    : Family.Gpt2.DEFAULT;
        }
        if (!family.equals(LLAMA)) {
            throw new IllegalArgumentException("model family " + family);
        }
        return new Family.Llama(
                number(metadata, "key-value-heads"),
                number(metadata, "head-size"),
                number(metadata, "feed-forward-size"),
                Double.parseDouble(metadata.get(PREFIX + "rotary-base")),
                Double.parseDouble(metadata.get(NORM_EPSILON)),
                Boolean.parseBoolean(metadata.get(PREFIX + "tied-head")));
    }

    private static int number(Map<String, String> metadata, String name) {
        return Integer.parseInt(metadata.get(PREFIX + name));
    }
}
