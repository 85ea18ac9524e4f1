package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files and folders that a message may have a service read. A path counts as what it leads to: links are resolved, those
 * inside a named folder too, so no name leads out. Safe for use by several threads.
 */
public final class AllowedRoots {

    private final List<Path> roots;

    private AllowedRoots(List<Path> roots) {
        this.roots = roots;
    }

    /** Allows these, and what lies in them; nothing where there are none. */
    public static AllowedRoots of(Collection<Path> roots) {
        return new AllowedRoots(roots.stream().map(AllowedRoots::real).toList());
    }

    /** A path without links, as far as it exists: of what does not the name is taken as it stands. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            // Not there, or not to be looked at: its folder decides.
            Path parent = absolute.getParent();
            return parent == null
                    ? absolute
                    : real(parent).resolve(absolute.getFileName()).normalize();
        }
    }

    /**
     * Why a path is not to be read; empty when it is, whether it exists or not.
     *
     * @param path a file, or a folder that is to be read with all that is in it
     * @param setting the setting that allows more, to be named to a person
     */
    public Optional<String> refusal(Path path, String setting) {
        // With a link before it, ".." leads elsewhere than to the folder above the name: a reader may take it either
        // way.
        if (!allows(real(path)) || !allows(real(path.normalize()))) {
            return Optional.of(refused(path + " lies", setting));
        }
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        WayOut wayOut = new WayOut();
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, wayOut);
        } catch (IOException e) {
            // What cannot be looked at may be read a moment later.
            return Optional.of(path + " cannot be looked through, so it is not read: " + e);
        }
        return wayOut.found.map(file -> refused(file + " leads to " + real(file) + ", which lies", setting));
    }

    /** Looks for a file that lies outside. A link to a folder above is no end of the search: a reader passes it over. */
    private final class WayOut extends SimpleFileVisitor<Path> {

        private Optional<Path> found = Optional.empty();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return look(folder);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return look(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                return look(file);
            }
            throw e;
        }

        private FileVisitResult look(Path file) {
            if (allows(real(file))) {
                return FileVisitResult.CONTINUE;
            }
            found = Optional.of(file);
            return FileVisitResult.TERMINATE;
        }
    }

    private boolean allows(Path real) {
        return roots.stream().anyMatch(real::startsWith);
    }

    private String refused(String what, String setting) {
        String named =
                roots.isEmpty() ? "none" : roots.stream().map(Path::toString).collect(Collectors.joining(", "));
        return what + " outside of what a run may have read here (" + setting + ": " + named
                + "); add its folder there";
    }
}
