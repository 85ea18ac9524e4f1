package io.tailkeeper.checkpoints;

import io.tailkeeper.languagemodel.CheckpointException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Checkpoints that a path of this machine leads to. */
final class LocalFiles {

    private LocalFiles() {}

    /**
     * The file that a URI names: {@code file:///path}, or an absolute path as it is, in which nothing is encoded.
     *
     * @throws CheckpointException when it names none
     */
    static Path of(URI uri) {
        try {
            if (uri.getScheme() == null) {
                return absolute(uri);
            }
            if (uri.getScheme().equalsIgnoreCase("file")) {
                return Path.of(uri);
            }
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw foreign(uri, e);
        }
        throw foreign(uri, new InvalidPathException(uri.toString(), "its scheme is neither file nor s3"));
    }

    private static Path absolute(URI uri) {
        Path path = Path.of(uri.toString());
        if (!path.isAbsolute()) {
            throw new InvalidPathException(uri.toString(), "it is no absolute path");
        }
        return path;
    }

    private static CheckpointException foreign(URI uri, Exception cause) {
        return new CheckpointException(
                "checkpoint " + uri + " is no file of this machine (" + cause.getMessage()
                        + "); name it as file:///path on a volume that trainer, generator and detector share, or as"
                        + " s3://BUCKET/KEY in the store of " + StoreAddress.SETTING,
                cause);
    }
}
