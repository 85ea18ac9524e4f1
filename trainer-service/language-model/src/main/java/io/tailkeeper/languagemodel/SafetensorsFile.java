package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.contracts.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** An open safetensors file, of which only the tensors asked for are read. Each becomes float32. */
final class SafetensorsFile implements AutoCloseable {

    private static final int LARGEST_HEADER = 100_000_000; // as the reference reader has it
    private static final int LARGEST_TENSOR = Integer.MAX_VALUE / Float.BYTES; // numbers that one tensor is made from
    private static final int AT_ONCE = 1 << 20; // numbers

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long tensorsFrom;

    private SafetensorsFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        long length = size() < Long.BYTES ? -1 : bytes(0, Long.BYTES).getLong();
        if (length < 2 || length > size() - Long.BYTES) {
            throw foreign("its header is cut off", null);
        }
        if (length > LARGEST_HEADER) {
            throw foreign("its header has " + length + " bytes, more than " + LARGEST_HEADER, null);
        }
        tensorsFrom = Long.BYTES + length;
        try {
            header = SafetensorsHeader.read(bytes(Long.BYTES, (int) length).array(), size() - tensorsFrom);
        } catch (IllegalArgumentException e) {
            throw foreign(e.getMessage(), e);
        }
    }

    /** @throws CheckpointException when the file is missing or no safetensors file, as the reference reader judges it */
    static SafetensorsFile open(Path file) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " is missing; restore it, or start the run again to train it anew", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        try {
            return new SafetensorsFile(file, channel);
        } catch (RuntimeException e) {
            close(file, channel);
            throw e;
        }
    }

    Path path() {
        return file;
    }

    Set<String> names() {
        return header.tensors().keySet();
    }

    Map<String, String> metadata() {
        return header.metadata();
    }

    /** Throws when the file has another digest. */
    void requireSha256(String expected) {
        Sha256 digest = new Sha256();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
        try {
            long position = 0;
            int read = channel.read(chunk, 0);
            while (read > 0) {
                digest.add(chunk.flip());
                position += read;
                read = channel.read(chunk.clear(), position);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        String actual = digest.hex();
        if (!actual.equals(expected)) {
            throw new CheckpointException("checkpoint " + file + " is corrupt or another one: its sha256 is " + actual
                    + " but " + expected
                    + " was announced; restore the file, or start the run again to train it anew");
        }
    }

    /** Shape of a tensor that the file has. */
    Shape shape(String name) {
        return new Shape(header.tensors().get(name).shape());
    }

    /**
     * A tensor that the file has, in {@code manager}.
     *
     * @throws CheckpointException when its numbers are none of those that Tailkeeper reads, or one is not finite
     */
    NDArray read(String name, NDManager manager) {
        Shape shape = shape(name);
        if (shape.size() > LARGEST_TENSOR) {
            throw foreign(
                    "tensor " + name + " of shape " + shape + " has more than " + LARGEST_TENSOR + " numbers", null);
        }
        float[] values = new float[(int) shape.size()];
        for (int from = 0; from < values.length; from += AT_ONCE) {
            float[] part = numbers(name, from, Math.min(AT_ONCE, values.length - from));
            System.arraycopy(part, 0, values, from, part.length);
        }
        return Weights.create(manager, values, shape);
    }

    /** Whether a tensor of this file is, number by number, one of another file. */
    boolean isSame(String name, SafetensorsFile other, String otherName) {
        if (!shape(name).equals(other.shape(otherName))) {
            return false;
        }
        long size = shape(name).size();
        for (long from = 0; from < size; from += AT_ONCE) {
            int count = (int) Math.min(AT_ONCE, size - from);
            if (!Arrays.equals(numbers(name, from, count), other.numbers(otherName, from, count))) {
                return false;
            }
        }
        return true;
    }

    private float[] numbers(String name, long from, int count) {
        TensorEntry entry = header.tensors().get(name);
        StoredNumber type = stored(name, entry.type());
        ByteBuffer bytes = bytes(tensorsFrom + entry.from() + from * type.width(), count * type.width());
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = type.next(bytes);
            if (!Float.isFinite(numbers[i])) {
                throw new CheckpointException("tensor " + ForeignText.shown(name) + " in " + file + " has the value "
                        + numbers[i] + " at number " + (from + i) + " of "
                        + shape(name).size()
                        + ": a model with it computes nothing. Its training has diverged or its file is damaged; take"
                        + " an earlier checkpoint or download it again");
            }
        }
        return numbers;
    }

    private StoredNumber stored(String name, String type) {
        try {
            return StoredNumber.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw foreign(
                    "tensor " + name + " is " + type + ", not F32, BF16 or F16; save the model in one of these", e);
        }
    }

    private long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private ByteBuffer bytes(long from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw foreign("it is cut off", null);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return bytes.flip();
    }

    private CheckpointException foreign(String what, Throwable cause) {
        return new CheckpointException(
                "checkpoint " + file + " is no safetensors file that Tailkeeper reads: " + what, cause);
    }

    private static CheckpointException unreadable(Path file, IOException cause) {
        return new CheckpointException("checkpoint " + file + " cannot be read: " + cause, cause);
    }

    @Override
    public void close() {
        close(file, channel);
    }

    private static void close(Path file, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
