package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The room on a disk, and whether it is what failed for. */
public final class DiskRoom {

    /** Next to nothing: less than any checkpoint needs. */
    private static final long LITTLE = 1L << 20;

    /** What the systems say in English; others are known by what is free. */
    private static final Pattern WORDS =
            Pattern.compile("No space left on device|[Dd]isk quota exceeded|not enough space on the disk");

    private DiskRoom() {}

    /** Bytes free to this process where a file or folder lies; {@link Long#MAX_VALUE} where the disk does not tell. */
    public static long free(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Whether a disk without room is what made something fail.
     *
     * @param failure with its causes
     * @param place a file or folder of that disk
     */
    public static boolean lacking(Throwable failure, Path place) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof IOException || cause instanceof UncheckedIOException)
                .anyMatch(cause ->
                        WORDS.matcher(String.valueOf(cause.getMessage())).find() || free(place) < LITTLE);
    }
}
