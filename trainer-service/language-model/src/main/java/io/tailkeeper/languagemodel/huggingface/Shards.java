package io.tailkeeper.languagemodel.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code weight_map} of {@code model.safetensors.index.json}: which file each tensor is taken from. */
final class Shards {

    /** What programs that write shards call them; nothing that leads out of the folder, and the same on every machine. */
    private static final Pattern PORTABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors");

    private final JsonFile index;
    private final SortedMap<String, Path> files = new TreeMap<>(); // by tensor

    private Shards(JsonFile index) {
        this.index = index;
    }

    /** @throws CheckpointException when the map is missing, or names what is no file of the folder */
    static Shards read(Path folder) {
        Shards shards = new Shards(JsonFile.read(folder.resolve(HuggingFaceFolder.INDEX)));
        for (Map.Entry<String, JsonNode> entry : shards.map().properties()) {
            shards.files.put(entry.getKey(), shards.file(folder, entry.getValue()));
        }
        return shards;
    }

    /**
     * The names of the shards, whether they are there or not.
     *
     * @throws CheckpointException when the map is missing, or a name is not of letters, digits, dots and dashes
     */
    static NavigableSet<String> names(Path index) {
        Shards shards = new Shards(JsonFile.read(index));
        NavigableSet<String> names = new TreeSet<>();
        for (JsonNode name : shards.map()) {
            if (!PORTABLE.matcher(name.asText()).matches()) {
                throw shards.foreign(name, null);
            }
            names.add(name.asText());
        }
        return names;
    }

    private JsonNode map() {
        JsonNode map = index.root().path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(index.path() + " has no weight_map; download the model's folder again");
        }
        return map;
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
