package io.tailkeeper.languagemodel.safetensors;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A checkpoint's file that is open for reading, little-endian; what the disk refuses is a {@link CheckpointException}. */
record OpenFile(Path path, FileChannel channel) implements AutoCloseable {

    private static final int AT_ONCE = 1 << 20; // bytes

    static OpenFile open(Path path) {
        try {
            return new OpenFile(path, FileChannel.open(path));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "checkpoint " + path + " is missing; restore it, or start the run again to train it anew", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** As many bytes as there are from a place on, at most {@code count}. */
    ByteBuffer bytes(long from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, from + bytes.position());
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return bytes.flip();
    }

    /** Digest of the whole file, lower-case hexadecimal. */
    String sha256() {
        Sha256 digest = new Sha256();
        ByteBuffer chunk = bytes(0, AT_ONCE);
        for (long from = 0; chunk.hasRemaining(); chunk = bytes(from, AT_ONCE)) {
            from += chunk.remaining();
            digest.add(chunk);
        }
        return digest.hex();
    }

    private static CheckpointException unreadable(Path path, IOException cause) {
        return new CheckpointException("checkpoint " + path + " cannot be read: " + cause, cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
