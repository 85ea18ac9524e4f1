package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The open safetensors files of a Hugging Face folder, whose tensors are found by the names the model has for them. */
final class HuggingFaceWeights implements AutoCloseable {

    static final String GPT2_PREFIX = "transformer.";

    private static final String LLAMA_PREFIX = "model.";
    private static final String HEAD = "lm_head.weight";
    /** What checkpoints carry along although it can be computed. */
    private static final Pattern BUFFERS = Pattern.compile(".*\\.(attn\\.(bias|masked_bias)|rotary_emb\\.inv_freq)");

    private record Stored(SafetensorsFile file, String name) {}

    private final Path folder;
    private final ModelConfig config;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, Stored> tensors = new HashMap<>();

    private HuggingFaceWeights(Path folder, ModelConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /** @throws CheckpointException when a file or a tensor is missing, or one is there that the model has no use for */
    static HuggingFaceWeights open(Path folder, ModelConfig config) {
        HuggingFaceWeights weights = new HuggingFaceWeights(folder, config);
        try {
            if (Files.exists(folder.resolve(HuggingFaceFolder.WEIGHTS))) {
                weights.add(folder.resolve(HuggingFaceFolder.WEIGHTS));
            } else if (Files.exists(folder.resolve(HuggingFaceFolder.INDEX))) {
                weights.addShards(JsonFile.read(folder.resolve(HuggingFaceFolder.INDEX)));
            } else {
                throw new CheckpointException(folder + " has no weights: neither " + HuggingFaceFolder.WEIGHTS + " nor "
                        + HuggingFaceFolder.INDEX
                        + ". Pickled weights (pytorch_model.bin) are never opened, because they"
                        + " can run code: save the model again with save_pretrained(…, safe_serialization=True)");
            }
            weights.requireAll();
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void addShards(JsonFile index) {
        JsonNode map = index.root().path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(index.path() + " has no weight_map; download the model's folder again");
        }
        TreeSet<String> shards = new TreeSet<>();
        map.forEach(shard -> shards.add(shard.asText()));
        for (String shard : shards) {
            Path file = folder.resolve(shard);
            if (!folder.equals(file.getParent())) {
                throw new CheckpointException(
                        index.path() + " names the shard " + shard + ", which is no file of the same folder");
            }
            if (!Files.exists(file)) {
                throw new CheckpointException("shard " + file + " is missing, though " + HuggingFaceFolder.INDEX
                        + " names it; download it into the folder");
            }
            add(file);
        }
    }

    private void add(Path file) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        files.add(opened);
        for (String name : opened.names()) {
            if (!BUFFERS.matcher(name).matches()) {
                tensors.put(ownName(name), new Stored(opened, name));
            }
        }
    }

    private String ownName(String name) {
        return switch (config.family()) {
            case Family.Gpt2 _ -> name.startsWith(GPT2_PREFIX) ? name.substring(GPT2_PREFIX.length()) : name;
            case Family.Llama _ -> name.startsWith(LLAMA_PREFIX) || name.equals(HEAD) ? name : LLAMA_PREFIX + name;
        };
    }

    private void requireAll() {
        SortedMap<String, long[]> shapes = config.parameterShapes();
        shapes.forEach((name, dimensions) -> {
            Stored stored = tensors.get(name);
            Shape shape = new Shape(dimensions);
            if (stored == null) {
                throw new CheckpointException(folder + " lacks the tensor " + name + " of shape " + shape
                        + " that its config.json asks for; download or save the model again");
            }
            if (!stored.file().shape(stored.name()).equals(shape)) {
                throw new CheckpointException("tensor " + stored.name() + " in "
                        + stored.file().path() + " has shape " + stored.file().shape(stored.name())
                        + ", but by config.json it should have " + shape
                        + "; weights and config.json belong to different models");
            }
        });
        for (String name : tensors.keySet()) {
            // A tied head that is stored all the same is the embedding once more.
            if (!shapes.containsKey(name) && !name.equals(HEAD)) {
                throw new CheckpointException("tensor " + tensors.get(name).name() + " in "
                        + tensors.get(name).file().path() + " has no place in a model of this config.json; without it"
                        + " the model would write other text than it was trained to");
            }
        }
    }

    /** All of the model's weights, in {@code manager}. */
    SortedMap<String, NDArray> read(NDManager manager) {
        SortedMap<String, NDArray> weights = new TreeMap<>();
        for (String name : config.parameterShapes().keySet()) {
            Stored stored = tensors.get(name);
            weights.put(name, stored.file().read(stored.name(), manager));
        }
        return weights;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
