package io.tailkeeper.checkpoints;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A bucket of a store: files under keys, each there whole or not at all. Safe for use by several threads. Every method throws
 * {@link StoreAwayException} when the store does not answer or refuses this installation.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * An object.
     *
     * @param key its name in the bucket
     * @param bytes its size
     */
    record Stored(String key, long bytes) {}

    /** The objects directly below a folder's key, which ends with a slash; the first thousand. */
    List<Stored> list(String folder);

    /**
     * An object's content, to be closed by the caller; reading it may fail too.
     *
     * @throws io.tailkeeper.languagemodel.CheckpointException when there is no such object
     */
    InputStream open(String key);

    /**
     * Puts a file there, unless the same one lies there already.
     *
     * @param sha256 the file's digest, lower-case hexadecimal
     * @throws java.io.UncheckedIOException when the file cannot be read
     */
    void put(String key, Path file, String sha256);

    @Override
    void close();
}
