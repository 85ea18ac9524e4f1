package io.tailkeeper.generator.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A name that an instance keeps over restarts and shares with no other: the content of a file in the service's
 * directory, locked while the process lives. A second instance on the same directory takes the next file.
 */
final class InstanceName implements AutoCloseable {

    private final FileChannel file;
    private final String name;

    private InstanceName(FileChannel file, String name) {
        this.file = file;
        this.name = name;
    }

    static InstanceName in(Path directory) {
        try {
            Files.createDirectories(directory);
            for (int number = 0; ; number++) {
                FileChannel file = FileChannel.open(
                        directory.resolve("instance-" + number),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                if (locked(file)) {
                    return new InstanceName(file, readOrCreate(file));
                }
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The generator cannot use its directory " + directory
                            + "; set tailkeeper.generator.directory to one it may write to.",
                    e);
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String readOrCreate(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(64);
        int length = file.read(content, 0);
        if (length == 36) {
            return new String(content.array(), 0, length, StandardCharsets.US_ASCII);
        }
        String name = UUID.randomUUID().toString();
        file.truncate(0);
        file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), 0);
        file.force(true);
        return name;
    }

    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
