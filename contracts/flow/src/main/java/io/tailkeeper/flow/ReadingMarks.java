package io.tailkeeper.flow;

import io.tailkeeper.contracts.topics.ReadingGuard;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The {@link ReadingMark} of every reader of this process, each in a file of its own under {@code tailkeeper.directory}.
 * Where that folder cannot be written, records are read unmarked.
 */
@ApplicationScoped
public class ReadingMarks {

    private static final Logger LOG = Logger.getLogger(ReadingMarks.class);
    private static final int MAX_PROCESSES = 64;

    private final Path directory;
    private final Supervision supervision;
    private final List<FileChannel> open = new ArrayList<>();

    ReadingMarks(FlowSettings settings, Supervision supervision) {
        this.directory = settings.directory();
        this.supervision = supervision;
    }

    /**
     * The mark of a reader, for its {@link io.tailkeeper.contracts.topics.ContractDeserializer#GUARD}; one that does nothing where
     * none can be kept. A reader asks once, however often it connects.
     */
    public synchronized ReadingGuard of(String reader) {
        try {
            Files.createDirectories(directory);
            return new ReadingMark(
                    lockedFile(reader),
                    error -> supervision.fail(reader + ": the JVM failed while it read a record: " + error, error));
        } catch (IOException e) {
            LOG.warnf(
                    "records that end the process cannot be told from others: %s; set tailkeeper.directory to a folder"
                            + " that may be written",
                    e);
            return new Unmarked(reader, supervision);
        }
    }

    private FileChannel lockedFile(String reader) throws IOException {
        for (int number = 0; number < MAX_PROCESSES; number++) {
            FileChannel channel = FileChannel.open(
                    directory.resolve("reading-" + reader + "-" + number),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (locked(channel)) {
                open.add(channel);
                return channel;
            }
            channel.close();
        }
        throw new IOException(MAX_PROCESSES + " processes share " + directory);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @PreDestroy
    synchronized void close() throws IOException {
        for (FileChannel channel : open) {
            channel.close();
        }
    }

    private record Unmarked(String reader, Supervision supervision) implements ReadingGuard {

        @Override
        public void begin(String topic, byte[] body) {
            // nothing to mark it in
        }

        @Override
        public void end() {
            // nothing was marked
        }

        @Override
        public void failed(Error error) {
            supervision.fail(reader + ": the JVM failed while it read a record: " + error, error);
        }
    }
}
