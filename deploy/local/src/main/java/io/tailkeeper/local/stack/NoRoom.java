package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file or folder of the stack that the disk refuses. */
final class NoRoom {

    private NoRoom() {}

    /** @param needed its bytes, or {@link AtomicFile#UNKNOWN} */
    static StackException of(Path file, long needed, IOException cause) {
        return new StackException(
                AtomicFile.refused(file, needed, cause).getMessage() + ", or choose another folder with --output",
                cause);
    }
}
