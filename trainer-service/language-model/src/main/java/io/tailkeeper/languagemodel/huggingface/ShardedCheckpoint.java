package io.tailkeeper.languagemodel.huggingface;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A checkpoint in shards, which goes by the name of its index, {@code model.safetensors.index.json}.
 *
 * <p>Its digest stands for all that is read of its folder: the index, the shards that it names, and those of {@link #BESIDE} that
 * are there. It is the SHA-256 of one line a file, sorted by the bytes of their names: the file's own SHA-256 in lower-case
 * hexadecimal, two blanks, its name, a line feed. That is what {@code sha256sum FILES | LC_ALL=C sort -k 2 | sha256sum} prints.
 */
public final class ShardedCheckpoint {

    public static final String INDEX = HuggingFaceFolder.INDEX;

    /** What is read beside weights, where it is there. */
    public static final List<String> BESIDE = List.of(
            HuggingFaceFolder.CONFIG,
            "generation_config.json",
            "tokenizer.bin",
            "tokenizer.json",
            "tokenizer_config.json");

    private ShardedCheckpoint() {}

    /** Whether a file is the index of shards, by its name. */
    public static boolean isIndex(String name) {
        return name.equals(INDEX);
    }

    /** Whether a file is the index of shards, by its name. */
    public static boolean isIndex(Path file) {
        return file.endsWith(INDEX);
    }

    /**
     * The names of the shards that an index names.
     *
     * @throws CheckpointException when it is damaged, or names what is no file of its folder
     */
    public static NavigableSet<String> shards(Path index) {
        return Shards.names(index);
    }

    /**
     * The digest of the checkpoint that an index stands for.
     *
     * @throws CheckpointException when one of its files is missing or damaged
     */
    public static String digest(Path index) {
        Path folder = folder(index);
        NavigableSet<String> names =
                new TreeSet<>(shards(index)); // names of shards are ASCII, so this is the bytes' order
        names.add(INDEX);
        BESIDE.stream().filter(name -> Files.exists(folder.resolve(name))).forEach(names::add);
        Sha256 digest = new Sha256();
        for (String name : names) {
            digest.add(sha256(folder.resolve(name)) + "  " + name + "\n");
        }
        return digest.hex();
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " cannot be read: " + e + "; restore it, or start the run again", e);
        }
    }

    /** The folder that an index lies in. */
    public static Path folder(Path index) {
        return Objects.requireNonNull(index.toAbsolutePath().getParent(), "the folder of an index");
    }

    /**
     * Holds a checkpoint to its digest.
     *
     * @throws CheckpointException when it has another one, or a file whose weights would be read instead of the shards lies beside it
     */
    public static void require(Path index, String expected) {
        JsonFile.read(index);
        if (Files.exists(index.resolveSibling(HuggingFaceFolder.WEIGHTS))) {
            throw new CheckpointException("checkpoint " + index + " has shards, but " + HuggingFaceFolder.WEIGHTS
                    + " lies beside it; delete one of the two");
        }
        String actual = digest(index);
        if (!actual.equals(expected)) {
            throw new CheckpointException("checkpoint " + index + " is corrupt or another one: the digest of its index,"
                    + " shards and settings is " + actual + " but " + expected
                    + " was announced; restore its folder, or start the run again to train it anew");
        }
    }
}
