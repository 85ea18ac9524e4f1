package io.tailkeeper.texts;

import io.tailkeeper.texts.Skipped.Reason;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what lies in a folder. */
final class FolderWalk extends SimpleFileVisitor<Path> {

    /** What libraries of data sets write beside the data. */
    private static final Set<String> ABOUT =
            Set.of("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json");

    private final Path root;
    private final List<TextFile> found = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    FolderWalk(Path root) {
        this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (!folder.equals(root) && isHidden(folder)) {
            skip(folder, Reason.HIDDEN);
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        Optional<TextFile> known = TextFile.of(file);
        if (isHidden(file)) {
            skip(file, Reason.HIDDEN);
        } else if (attributes.isSymbolicLink()) { // links are followed, so this one leads nowhere
            skip(file, Reason.GONE);
        } else if (known.isEmpty() || !attributes.isRegularFile()) {
            skip(file, Reason.OTHER_KIND);
        } else if (ABOUT.contains(file.getFileName().toString())) {
            skip(file, Reason.ABOUT);
        } else if (attributes.size() == 0) {
            skip(file, Reason.EMPTY);
        } else {
            found.add(known.get());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof FileSystemLoopException) {
            skip(file, Reason.LOOP);
        } else if (e instanceof NoSuchFileException) { // taken away meanwhile
            skip(file, Reason.GONE);
        } else {
            throw e;
        }
        return FileVisitResult.CONTINUE;
    }

    /** What was found, each file once. */
    FileList list() {
        List<TextFile> files = new ArrayList<>();
        Set<Path> real = new HashSet<>();
        found.sort(FileList.order(root));
        for (TextFile file : found) {
            if (file.original().filter(Files::exists).isPresent()) {
                skip(file.path(), Reason.PACKED_COPY);
            } else if (!real.add(realPath(file.path()))) {
                skip(file.path(), Reason.SAME);
            } else {
                files.add(file);
            }
        }
        skipped.sort(Comparator.comparing(one -> one.path().toString()));
        return new FileList(root, files, skipped);
    }

    private void skip(Path path, Reason reason) {
        skipped.add(new Skipped(root.relativize(path), reason));
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    static Path realPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new TextException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
