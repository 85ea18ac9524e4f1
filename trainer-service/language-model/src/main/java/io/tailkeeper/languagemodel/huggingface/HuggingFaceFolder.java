package io.tailkeeper.languagemodel.huggingface;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.CheckpointFile;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.json.JsonFile;
import io.tailkeeper.languagemodel.safetensors.Safetensors;
import io.tailkeeper.languagemodel.transformer.TransformerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model's folder as Hugging Face's libraries lay it out: {@code config.json}, the weights in {@code model.safetensors}
 * or in shards that {@code model.safetensors.index.json} lists, and {@code tokenizer.json}.
 */
public final class HuggingFaceFolder {

    public static final String CONFIG = "config.json";
    public static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private HuggingFaceFolder() {}

    /**
     * The model of a folder.
     *
     * @param tokenizer fingerprint of its tokenizer
     * @throws CheckpointException when a file or tensor is missing or damaged, or the model is one that is not known
     */
    public static LanguageModel read(Path folder, String tokenizer) {
        ModelConfig config = HuggingFaceConfig.read(JsonFile.read(folder.resolve(CONFIG)));
        try (HuggingFaceWeights weights = HuggingFaceWeights.open(folder, config)) {
            return TransformerModel.of(config, tokenizer, weights::read);
        }
    }

    /**
     * Writes a model so that Hugging Face's libraries open it. The weights come first and {@code config.json} last, each
     * file whole or not at all.
     *
     * @throws CheckpointException when the disk refuses
     */
    public static void write(Path folder, LanguageModel model, Tokenizer tokenizer) {
        String prefix = model.config().family() instanceof Family.Gpt2 ? HuggingFaceWeights.GPT2_PREFIX : "";
        SortedMap<String, NDArray> weights = new TreeMap<>();
        model.parameters().forEach((name, weight) -> weights.put(prefix + name, weight));
        Safetensors.write(folder.resolve(WEIGHTS), weights, Map.of("format", "pt"));
        describe(folder, model.config(), tokenizer);
    }

    /**
     * Writes beside a checkpoint of Tailkeeper's own, {@code model.safetensors}, what makes its folder one that Hugging
     * Face's libraries open.
     *
     * @throws CheckpointException when the disk refuses
     */
    public static void describe(Path folder, ModelConfig config, Tokenizer tokenizer) {
        tokenizer.save(folder);
        try {
            CheckpointFile.write(folder.resolve(CONFIG), HuggingFaceConfig.write(config, tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
