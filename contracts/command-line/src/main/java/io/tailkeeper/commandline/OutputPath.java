package io.tailkeeper.commandline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a command writes what it finds: refused before anything runs where nothing can be written. */
public final class OutputPath {

    private OutputPath() {}

    /**
     * A folder that nothing lies in yet, or none so far.
     *
     * @param option whose value it is, for messages
     * @throws UsageException when it is a file, is not empty, or cannot be made
     */
    public static Path unusedFolder(String option, Path given) {
        Path folder = folder(option, given);
        if (!Files.isDirectory(folder)) {
            return folder;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new UsageException(option + " " + folder + " is not empty; choose another folder or empty it");
            }
            return folder;
        } catch (IOException e) {
            throw new UsageException(
                    option + " " + folder + " cannot be listed; choose another folder or change its rights");
        }
    }

    /**
     * A folder, which may hold something.
     *
     * @throws UsageException when it is a file, or cannot be made
     */
    public static Path folder(String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(option + " " + folder + " is a file; give the path of a folder");
        }
        requirePlace(option, folder, folder.toAbsolutePath());
        return folder;
    }

    /**
     * A file, which is written over.
     *
     * @param file null where none was asked for
     * @throws UsageException when it is a folder, or cannot be made
     */
    public static void requireFile(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new UsageException(option + " " + file + " is a folder; give the path of a file");
        }
        if (!Files.exists(file) || Files.isRegularFile(file)) { // a terminal or a pipe takes what it is given
            Path absolute = file.toAbsolutePath();
            Path folder = absolute.getParent();
            requirePlace(option, file, folder == null ? absolute : folder);
        }
    }

    private static void requirePlace(String option, Path given, Path folder) {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new UsageException(option + " " + given + " cannot be made, because " + existing
                    + " is not a folder; choose another place");
        }
        if (!Files.isWritable(existing)) {
            throw new UsageException(option + " " + given + " cannot be made, because this user may not write into "
                    + existing + "; choose another place or change its rights");
        }
    }
}
