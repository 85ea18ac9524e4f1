package io.tailkeeper.process;

import io.tailkeeper.contracts.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file or folder of the stack that the disk refuses. */
public final class NoRoom {

    private NoRoom() {}

    /**
     * Why it is refused.
     *
     * @param file what was to be written
     * @param needed its bytes, or {@link AtomicFile#UNKNOWN}
     */
    public static ProcessException of(Path file, long needed, IOException cause) {
        return new ProcessException(
                AtomicFile.refused(file, needed, cause).getMessage() + ", or choose another folder with --output",
                cause);
    }
}
