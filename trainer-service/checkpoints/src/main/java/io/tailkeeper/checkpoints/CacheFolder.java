package io.tailkeeper.checkpoints;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of entries, each a folder of files that is there whole or not at all; its time of change is that of its last use. Other
 * processes may use the same one.
 */
final class CacheFolder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CacheFolder.class.getName());
    private static final String PARTS = "parts";
    private static final String ENTRIES = "entries"; // whatever else lies in the folder is somebody else's

    private final Path entries;
    private final PartFolder parts;

    CacheFolder(Path folder) throws IOException {
        this.entries = Files.createDirectories(folder.resolve(ENTRIES));
        this.parts = new PartFolder(folder.resolve(PARTS));
    }

    /** Writes the files of an entry. */
    @FunctionalInterface
    interface Content {
        void into(Path folder) throws IOException;
    }

    /**
     * An entry.
     *
     * @param bytes of its files
     * @param used when it was used last
     */
    record Entry(String name, long bytes, Instant used) {}

    Path path(String name) {
        return entries.resolve(name);
    }

    /** Whether an entry is there; if so, it is used now. */
    boolean use(String name, Instant now) throws IOException {
        try {
            Files.setLastModifiedTime(path(name), FileTime.from(now));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Adds an entry; if another process was faster, that one's stays. */
    void add(String name, Content content, Instant now) throws IOException {
        Path part = parts.make();
        try {
            content.into(part);
            Files.setLastModifiedTime(part, FileTime.from(now));
            Files.move(part, path(name));
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            LOG.log(System.Logger.Level.DEBUG, name + " was fetched by another process at the same time", e);
        } finally {
            PartFolder.delete(part);
        }
    }

    /** Takes an entry away at once; readers that have its files open keep them. */
    void remove(String name) throws IOException {
        Path away = parts.free();
        try {
            Files.move(path(name), away);
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, name + " was removed by another process", e);
        }
        PartFolder.delete(away);
    }

    /** The entries, the one used longest ago first. */
    List<Entry> entries() throws IOException {
        List<Entry> found = new ArrayList<>();
        try (Stream<Path> paths = Files.list(entries)) {
            for (Path path : paths.filter(Files::isDirectory).toList()) {
                try {
                    found.add(entry(path));
                } catch (NoSuchFileException e) {
                    LOG.log(System.Logger.Level.DEBUG, path + " was removed by another process", e);
                }
            }
        }
        found.sort(Comparator.comparing(Entry::used));
        return found;
    }

    private static Entry entry(Path path) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return new Entry(
                path.getFileName().toString(),
                bytes,
                Files.getLastModifiedTime(path).toInstant());
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
