package io.tailkeeper.languagemodel.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code weight_map} of {@code model.safetensors.index.json}: which file each tensor is taken from. */
final class Shards {

    private final JsonFile index;
    private final SortedMap<String, Path> files = new TreeMap<>(); // by tensor

    private Shards(JsonFile index) {
        this.index = index;
    }

    /** @throws CheckpointException when the map is missing, or names what is no file of the folder */
    static Shards read(Path folder) {
        Shards shards = new Shards(JsonFile.read(folder.resolve(HuggingFaceFolder.INDEX)));
        JsonNode map = shards.index.root().path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(
                    shards.index.path() + " has no weight_map; download the model's folder again");
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            shards.files.put(entry.getKey(), shards.file(folder, entry.getValue()));
        }
        return shards;
    }

    private Path file(Path folder, JsonNode name) {
        Path file;
        try {
            file = folder.resolve(name.isTextual() ? name.textValue() : "");
        } catch (InvalidPathException e) {
            throw foreign(name, e);
        }
        if (!folder.equals(file.getParent()) || file.getFileName().toString().equals("..")) {
            throw foreign(name, null);
        }
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException("shard " + file + " is missing, though " + HuggingFaceFolder.INDEX
                    + " names it; download it into the folder");
        }
        return file;
    }

    private CheckpointException foreign(JsonNode name, @Nullable Throwable cause) {
        return new CheckpointException(
                index.path() + " names the shard " + ForeignText.shown(name.asText(name.toString()))
                        + ", which is no file of the same folder; download the model's folder again",
                cause);
    }

    /** File of each tensor. */
    SortedMap<String, Path> files() {
        return files;
    }

    /** A tensor that its file does not have. */
    CheckpointException missing(String tensor) {
        return new CheckpointException(files.get(tensor) + " lacks the tensor " + ForeignText.shown(tensor) + " that "
                + index.path() + " says it has; download both again");
    }
}
