package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.process.NoRoom;
import io.tailkeeper.process.ProcessException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of one start of the stack lies.
 *
 * @param root absolute path
 */
public record RunDirectory(Path root) {

    public RunDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Where the logs of the child processes lie, and the reports of their crashes. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of a child process. */
    public Path log(String child) {
        return logs().resolve(child + ".log");
    }

    /** The working data of a child process. */
    public Path data(String child) {
        return root.resolve("stack").resolve(child);
    }

    /**
     * Takes it for this process alone, until the result is closed or the process ends.
     *
     * @throws ProcessException when another process has it
     */
    public FileChannel claim() {
        Path file = madeData("launcher").resolve("lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return channel;
            }
            channel.close();
            throw new ProcessException(
                    "another ./tailkeeper works in " + root + "; end it first, or choose another folder with --output");
        } catch (OverlappingFileLockException e) {
            throw new ProcessException(root + " is in use by this very program", e);
        } catch (IOException e) {
            throw NoRoom.of(file, 0, e);
        }
    }

    /** Removes it and everything in it. */
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The working data of a child process, made when it is not there yet. */
    Path madeData(String child) {
        try {
            Files.createDirectories(log(child).getParent());
            return Files.createDirectories(data(child));
        } catch (IOException e) {
            throw NoRoom.of(data(child), AtomicFile.UNKNOWN, e);
        }
    }
}
