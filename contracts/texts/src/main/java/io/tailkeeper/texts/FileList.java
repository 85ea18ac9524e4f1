package io.tailkeeper.texts;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/**
 * The files that a path stands for: itself, or all files of a known kind in a folder and below, in the order of their
 * relative paths. Links are followed. What is not read is listed beside them.
 *
 * @param location absolute
 * @param files in their order, each once
 * @param skipped everything else that lies there
 */
public record FileList(Path location, List<TextFile> files, List<Skipped> skipped) {

    private static final int DEEPEST = 64;

    public FileList {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * Lists a file or folder.
     *
     * @throws TextException when it does not exist, cannot be read or holds nothing of a known kind
     */
    public static FileList of(Path given) {
        Path location = given.toAbsolutePath().normalize();
        if (!Files.exists(location)) {
            throw new TextException(location + " does not exist; name an existing file or folder of " + TextFile.KINDS);
        }
        if (!Files.isReadable(location)) {
            throw new TextException(location + " cannot be read; look at its permissions");
        }
        return Files.isDirectory(location) ? folder(location) : file(location);
    }

    private static FileList file(Path location) {
        TextFile file = TextFile.of(location)
                .orElseThrow(() -> new TextException(location + " is of no known kind; use " + TextFile.KINDS));
        if (!Files.isRegularFile(location)) {
            throw new TextException(location + " is no ordinary file; write its content into one");
        }
        if (isEmpty(location)) {
            throw new TextException(location + " is empty; name a file that holds text");
        }
        return new FileList(location, List.of(file), List.of());
    }

    private static FileList folder(Path location) {
        FolderWalk walk = new FolderWalk(location);
        try {
            Files.walkFileTree(location, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, walk);
        } catch (IOException e) {
            throw new TextException(
                    location + " cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); look at the permissions of what lies in it",
                    e);
        }
        FileList list = walk.list();
        if (list.files().isEmpty()) {
            throw new TextException(location + " holds no file of a known kind; put files of " + TextFile.KINDS
                    + " into it, or name another folder"
                    + SkippedLines.inBrackets(list.skipped()));
        }
        return list;
    }

    static boolean isEmpty(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            throw new TextException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Comparator<TextFile> order(Path location) {
        return Comparator.comparing(file -> location.relativize(file.path()).toString());
    }

    /** A file's path as a person who named {@link #location} would write it. */
    public Path relative(TextFile file) {
        return relative(location, file.path());
    }

    static Path relative(Path location, Path path) {
        return path.equals(location) ? path.getFileName() : location.relativize(path);
    }
}
