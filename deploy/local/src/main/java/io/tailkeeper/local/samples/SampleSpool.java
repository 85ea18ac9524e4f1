package io.tailkeeper.local.samples;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Texts on the disk until they are put in order, so that only their places are in memory. Used by one thread. */
final class SampleSpool implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private long end;

    /**
     * Where something lies.
     *
     * @param offset in bytes
     * @param length in bytes
     */
    record Place(long offset, int length) {}

    /** An empty one; what an interrupted writer left is overwritten. */
    SampleSpool(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.file = file;
        this.channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    Place add(byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        Place place = new Place(end, content.length);
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        return place;
    }

    byte[] read(Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, place.offset() + bytes.position()) < 0) {
                throw new EOFException(file + " is shorter than what was written to it");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
