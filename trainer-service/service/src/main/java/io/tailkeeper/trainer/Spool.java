package io.tailkeeper.trainer;

import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Messages that wait on disk: an append-only file, one JSON line a message. What was appended is safe, and can be read,
 * after {@link #flush()}. A last line that a crash tore off is cut away when the file is opened. Appending and flushing
 * belong to one thread; reading is safe for use by several. The opener closes it.
 */
public final class Spool<T> implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final Topic<T> topic;
    private final FileChannel channel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long written;

    private Spool(Path file, Topic<T> topic, FileChannel channel, long written) {
        this.file = file;
        this.topic = topic;
        this.channel = channel;
        this.written = written;
    }

    /**
     * The spool of a file, which is made when it is not there.
     *
     * @throws UncheckedIOException when the disk refuses
     */
    public static <T> Spool<T> open(Path file, Topic<T> topic) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long whole = endOfLastLine(channel);
            if (whole < channel.size()) {
                channel.truncate(whole);
            }
            channel.force(true);
            return new Spool<>(file, topic, channel, whole);
        } catch (IOException e) {
            throw refused(file, "cannot be opened", e);
        }
    }

    /** Keeps a message; returns where it will lie. */
    public long append(T message) {
        long position = written + pending.size();
        pending.writeBytes(ContractJson.write(message));
        pending.write('\n');
        return position;
    }

    /** Puts everything that was appended on the disk. After a failure it can be called again; nothing is lost. */
    public void flush() {
        if (pending.size() == 0) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
            long start = written;
            while (bytes.hasRemaining()) {
                channel.write(bytes, start + bytes.position());
            }
            channel.force(false);
            written = start + bytes.limit();
            pending.reset();
        } catch (IOException e) {
            throw refused(file, "cannot be written", e);
        }
    }

    /** The message at a position that {@link #append} gave. */
    public T read(long position) {
        try {
            return parse(position, line(position));
        } catch (IOException e) {
            throw refused(file, "cannot be read", e);
        }
    }

    /** Every message on the disk with its position, in the order of appending. */
    public void replay(BiConsumer<Long, T> reader) {
        try {
            for (long position = 0; position < written; ) {
                byte[] line = line(position);
                reader.accept(position, parse(position, line));
                position += line.length + 1;
            }
        } catch (IOException e) {
            throw refused(file, "cannot be read", e);
        }
    }

    private T parse(long position, byte[] line) {
        try {
            return ContractJson.readKept(topic, line);
        } catch (RejectedMessageException e) {
            throw new SpoolDamagedException(
                    "spool " + file + " is damaged at byte " + position + ": " + e.getMessage(), e);
        }
    }

    private byte[] line(long position) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(1 << 12);
        for (long at = position; channel.read(block, at) > 0; at += block.position(), block.clear()) {
            byte[] bytes = Arrays.copyOf(block.array(), block.position());
            int end = indexOfNewline(bytes);
            line.write(bytes, 0, end < 0 ? bytes.length : end);
            if (end >= 0) {
                return line.toByteArray();
            }
        }
        throw new IOException("no line ends after byte " + position);
    }

    private static int indexOfNewline(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long end = channel.size(); end > 0; end -= BLOCK) {
            long start = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) > 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    private static UncheckedIOException refused(Path file, String what, IOException cause) {
        return new UncheckedIOException(
                "spool " + file + " " + what + " (" + cause
                        + "); check the free space and the rights of tailkeeper.trainer.directory",
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(file, "cannot be closed", e);
        }
    }
}
