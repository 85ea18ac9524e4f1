package io.tailkeeper.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A disk on which next to nothing is free: what fails then mostly fails for that. */
final class FullDisk {

    /** Less than a segment's indexes and a checkpoint of the smallest model. */
    private static final long LITTLE = 16L << 20;

    private FullDisk() {}

    /** Says so of the disk a file lies on, to stand in the middle of a sentence; empty when there is room. */
    static String note(Path file) {
        try {
            FileStore store = Files.getFileStore(file.getParent());
            return note(store.toString(), store.getUsableSpace());
        } catch (IOException e) {
            return ""; // a file system that does not say
        }
    }

    static String note(String disk, long free) {
        return free >= LITTLE
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", and its disk %s is full (%,d bytes free); make room there or choose a folder on another disk"
                                + " with --output",
                        disk,
                        free);
    }
}
