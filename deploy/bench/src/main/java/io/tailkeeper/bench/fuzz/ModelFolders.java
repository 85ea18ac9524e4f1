package io.tailkeeper.bench.fuzz;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.safetensors.Safetensors;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.pretrained.classifier.TinyClassifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small valid models of every kind that is opened, in a folder each. */
final class ModelFolders {

    static final String CLASSIFIER = "classifier";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKENIZER = "tokenizer.json";
    private static final String GPT2_WORDS =
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final int TOKENS = 300;
    private static final int KNOWN = 304; // to the model

    private ModelFolders() {}

    /** Writes them all. */
    static void write(Path folder) throws IOException {
        ModelConfig llama = new ModelConfig(1, 2, 8, 12, KNOWN, new Family.Llama(1, 4, 12, 10_000, 1e-5, true));
        languageModel(folder.resolve("gpt2"), new ModelConfig(1, 2, 8, 12, KNOWN));
        languageModel(folder.resolve("llama"), llama);
        languageModel(folder.resolve("shards"), llama);
        split(folder.resolve("shards"), llama);
        checkpoint(folder.resolve("own"));
        classifier(folder.resolve(CLASSIFIER));
    }

    private static void languageModel(Path folder, ModelConfig config) throws IOException {
        try (LanguageModel model = Models.initialise(config, 1)) {
            HuggingFaceFolder.write(folder, model, Gpt2RanksTokenizer.of(TOKENS));
        }
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [299, 7]}");
        ObjectNode json = (ObjectNode) JSON.readTree(folder.resolve(TOKENIZER).toFile());
        ((ArrayNode) json.path("added_tokens"))
                .addObject()
                .put("id", TOKENS + 1)
                .put("content", "<name>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", false);
        ArrayNode stages =
                json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        stages.addObject()
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("Regex", GPT2_WORDS);
        stages.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", false);
        Files.write(folder.resolve(TOKENIZER), JSON.writeValueAsBytes(json));
    }

    /** One of Tailkeeper's own. */
    private static void checkpoint(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 8, 12, TOKENS), 1)) {
            model.save(folder.resolve("model.safetensors"));
            HuggingFaceFolder.describe(folder, model.config(), Gpt2RanksTokenizer.of(TOKENS));
        }
    }

    private static void split(Path folder, ModelConfig config) throws IOException {
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        try (LanguageModel model = Models.initialise(config, 1)) {
            for (boolean last : new boolean[] {false, true}) {
                String shard = last ? "model-2.safetensors" : "model-1.safetensors";
                SortedMap<String, NDArray> part = new TreeMap<>();
                model.parameters().forEach((name, tensor) -> {
                    if (name.contains("mlp") == last) {
                        part.put(name, tensor);
                        map.put(name, shard);
                    }
                });
                Safetensors.write(folder.resolve(shard), part, Map.of());
            }
        }
        Files.write(folder.resolve("model.safetensors.index.json"), JSON.writeValueAsBytes(index));
        Files.delete(folder.resolve("model.safetensors"));
    }

    private static void classifier(Path folder) throws IOException {
        TinyClassifier.of(2).write(folder, "human", "machine");
        Path file = folder.resolve(TOKENIZER);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", characterMap());
        Files.write(file, JSON.writeValueAsBytes(json));
    }

    /** A map that makes an a of each b: a trie of two blocks of 256 units, and what it leads to. */
    private static String characterMap() {
        int units = 512;
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (units + 1) + 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(Integer.BYTES * units);
        bytes.putInt(Integer.BYTES, 256 << 10);
        bytes.putInt(Integer.BYTES * (1 + (256 ^ 'b')), 'b' | 1 << 8 | ('b' ^ 2) << 10);
        bytes.put(Integer.BYTES * (units + 1), (byte) 'a');
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
