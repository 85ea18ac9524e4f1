package io.tailkeeper.languagemodel;

import io.tailkeeper.contracts.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file of a model's folder that is there whole or not at all. */
public final class CheckpointFile {

    private CheckpointFile() {}

    /**
     * Writes a file.
     *
     * @throws CheckpointException when the disk refuses; a file that stood there before is untouched
     */
    public static Path write(Path file, AtomicFile.Content content) {
        try {
            return AtomicFile.write(file, content);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /**
     * Writes a file.
     *
     * @throws CheckpointException when the disk refuses; a file that stood there before is untouched
     */
    public static Path write(Path file, byte[] content) {
        try {
            return AtomicFile.write(file, content);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static CheckpointException refused(IOException cause) {
        return new CheckpointException(String.valueOf(cause.getMessage()), cause);
    }
}
