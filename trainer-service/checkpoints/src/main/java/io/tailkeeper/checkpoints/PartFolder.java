package io.tailkeeper.checkpoints;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where one process keeps what it has not finished. The lock of a file beside the folder ends with the process, and what the
 * dead left is deleted by whoever comes next.
 */
final class PartFolder implements AutoCloseable {

    private static final String LOCK = ".lock";
    /** Locked while a folder is made or looked at: one that has no lock yet is not taken for a dead one. */
    private static final String GUARD = ".parts.lock";
    /** Closing any channel of a file ends all locks that the process has on it, so its own are not looked at. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path lock;
    private final FileChannel channel;

    /** Makes a folder below another one, and deletes those of processes that ended. */
    PartFolder(Path all) throws IOException {
        Files.createDirectories(all);
        String name = UUID.randomUUID().toString();
        folder = all.resolve(name);
        lock = all.resolve(name + LOCK).toAbsolutePath();
        OWN.add(lock);
        synchronized (OWN) {
            try (FileChannel guard = FileChannel.open(all.resolveSibling(GUARD), CREATE, WRITE)) {
                FileLock unused = guard.lock(); // until the guard is closed
                channel = lock(lock);
                Files.createDirectory(folder);
                deleteTheDead(all);
            }
        }
    }

    private static FileChannel lock(Path lock) throws IOException {
        FileChannel channel = FileChannel.open(lock, CREATE_NEW, WRITE);
        FileLock unused = channel.lock();
        return channel;
    }

    /** Makes an empty folder below this one. */
    Path make() throws IOException {
        return Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
    }

    /** A name below this folder that nothing has. */
    Path free() {
        return folder.resolve(UUID.randomUUID().toString());
    }

    private static void deleteTheDead(Path all) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(all, "*" + LOCK)) {
            for (Path other : locks) {
                if (!OWN.contains(other.toAbsolutePath()) && isFree(other)) {
                    String name = other.getFileName().toString();
                    delete(other.resolveSibling(name.substring(0, name.length() - LOCK.length())));
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static boolean isFree(Path lock) throws IOException {
        try (FileChannel other = FileChannel.open(lock, WRITE)) {
            FileLock held = other.tryLock();
            return held != null;
        } catch (NoSuchFileException | OverlappingFileLockException e) { // another process was faster, or lives
            return false;
        }
    }

    /** Deletes a folder and all that is in it, as far as it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException | UncheckedIOException e) {
            return; // another process deletes it
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        channel.close();
        Files.deleteIfExists(lock);
        OWN.remove(lock);
    }
}
