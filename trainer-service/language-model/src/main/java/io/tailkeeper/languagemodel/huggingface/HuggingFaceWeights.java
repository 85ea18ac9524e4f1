package io.tailkeeper.languagemodel.huggingface;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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
                SafetensorsFile whole = weights.opened(folder.resolve(HuggingFaceFolder.WEIGHTS));
                whole.names().forEach(name -> weights.add(whole, name));
            } else if (Files.exists(folder.resolve(HuggingFaceFolder.INDEX))) {
                weights.addShards(Shards.read(folder));
            } else {
                throw new CheckpointException(folder + " has no weights: neither " + HuggingFaceFolder.WEIGHTS + " nor "
                        + HuggingFaceFolder.INDEX
                        + ". Pickled weights (pytorch_model.bin) are never opened, because they"
                        + " can run code: save the model again with save_pretrained(…, safe_serialization=True)");
            }
            weights.tieHead();
            weights.requireAll();
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void addShards(Shards shards) {
        Map<Path, SafetensorsFile> opened = new HashMap<>();
        shards.files().forEach((name, path) -> {
            SafetensorsFile file = opened.computeIfAbsent(path, this::opened);
            if (!file.names().contains(name)) {
                throw shards.missing(name);
            }
            add(file, name);
        });
    }

    private SafetensorsFile opened(Path path) {
        SafetensorsFile opened = SafetensorsFile.open(path);
        files.add(opened);
        return opened;
    }

    private void add(SafetensorsFile file, String name) {
        if (BUFFERS.matcher(name).matches()) {
            return;
        }
        Stored before = tensors.put(ownName(name), new Stored(file, name));
        if (before != null) {
            throw new CheckpointException("tensors " + ForeignText.shown(before.name()) + " and "
                    + ForeignText.shown(name) + " in " + file.path()
                    + " are one and the same in a model of this config.json; save the model again");
        }
    }

    private String ownName(String name) {
        return switch (config.family()) {
            case Family.Gpt2 _ -> name.startsWith(GPT2_PREFIX) ? name.substring(GPT2_PREFIX.length()) : name;
            case Family.Llama _ -> name.startsWith(LLAMA_PREFIX) || name.equals(HEAD) ? name : LLAMA_PREFIX + name;
        };
    }

    /** A tied head that is stored all the same is the embedding once more, or the only one of the two. */
    private void tieHead() {
        Stored head = tensors.get(HEAD);
        if (head == null || config.parameterShapes().containsKey(HEAD)) {
            return;
        }
        Stored embedding = tensors.putIfAbsent(embeddingName(), head);
        if (embedding != null && !head.file().isSame(head.name(), embedding.file(), embedding.name())) {
            throw new CheckpointException(
                    "tensor " + HEAD + " in " + head.file().path() + " differs from "
                            + embedding.name()
                            + ", though by config.json they are tied (tie_word_embeddings). One of the two is"
                            + " wrong: set tie_word_embeddings to false in a model that has a head of its own (Llama), or save"
                            + " the model again");
        }
        tensors.remove(HEAD);
    }

    private String embeddingName() {
        return switch (config.family()) {
            case Family.Gpt2 _ -> "wte.weight";
            case Family.Llama _ -> LLAMA_PREFIX + "embed_tokens.weight";
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
        tensors.forEach((name, stored) -> {
            if (!shapes.containsKey(name)) {
                throw new CheckpointException("tensor "
                        + ForeignText.shown(stored.name()) + " in "
                        + stored.file().path() + " has no place in a model of this config.json; without it"
                        + " the model would write other text than it was trained to");
            }
        });
    }

    /** All of the model's weights, in {@code manager}. */
    SortedMap<String, NDArray> read(NDManager manager) {
        SortedMap<String, NDArray> weights = new TreeMap<>();
        for (String name : config.parameterShapes().keySet()) {
            Stored stored = Objects.requireNonNull(tensors.get(name), name);
            weights.put(name, stored.file().read(stored.name(), manager));
        }
        return weights;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
