package io.tailkeeper.languagemodel.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open safetensors file, of which only the tensors asked for are read. Each becomes float32. */
public final class SafetensorsFile implements AutoCloseable {

    private static final int LARGEST_HEADER = 100_000_000; // as the reference reader has it
    private static final int LARGEST_TENSOR = Integer.MAX_VALUE / Float.BYTES; // numbers that one tensor is made from
    private static final int AT_ONCE = 1 << 20; // numbers

    private final OpenFile file;
    private final SafetensorsHeader header;
    private final long tensorsFrom;

    private SafetensorsFile(OpenFile file) {
        this.file = file;
        long behind = file.size() - Long.BYTES;
        long length = behind < 0 ? -1 : bytes(0, Long.BYTES).getLong();
        if (length < 2 || length > behind) {
            throw foreign("its header is cut off", null);
        }
        if (length > LARGEST_HEADER) {
            throw foreign("its header has " + length + " bytes, more than " + LARGEST_HEADER, null);
        }
        tensorsFrom = Long.BYTES + length;
        try {
            header = SafetensorsHeader.read(bytes(Long.BYTES, (int) length).array(), behind - length);
        } catch (IllegalArgumentException e) {
            throw foreign(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws CheckpointException when the file is missing or no safetensors file, as the reference reader judges it
     */
    public static SafetensorsFile open(Path path) {
        OpenFile file = OpenFile.open(path);
        try {
            return new SafetensorsFile(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return file.path();
    }

    public Set<String> names() {
        return header.tensors().keySet();
    }

    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Throws when the file has another digest. */
    void requireSha256(String expected) {
        String actual = file.sha256();
        if (!actual.equals(expected)) {
            throw new CheckpointException("checkpoint " + path() + " is corrupt or another one: its sha256 is " + actual
                    + " but " + expected
                    + " was announced; restore the file, or start the run again to train it anew");
        }
    }

    /** Shape of a tensor that the file has. */
    public Shape shape(String name) {
        return new Shape(entry(name).shape());
    }

    private TensorEntry entry(String name) {
        return Objects.requireNonNull(header.tensors().get(name), name);
    }

    /**
     * A tensor that the file has, in {@code manager}.
     *
     * @throws CheckpointException when its numbers are none of those that Tailkeeper reads, or one is not finite
     */
    public NDArray read(String name, NDManager manager) {
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
    public boolean isSame(String name, SafetensorsFile other, String otherName) {
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
        TensorEntry entry = entry(name);
        StoredNumber type = stored(name, entry.type());
        ByteBuffer bytes = bytes(tensorsFrom + entry.from() + from * type.width(), count * type.width());
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = type.next(bytes);
            if (!Float.isFinite(numbers[i])) {
                throw notFinite(name, numbers[i], from + i);
            }
        }
        return numbers;
    }

    private CheckpointException notFinite(String name, float value, long place) {
        return new CheckpointException("tensor " + ForeignText.shown(name) + " in " + path() + " has the value " + value
                + " at number " + place + " of " + shape(name).size()
                + ": a model with it computes nothing. Its training has diverged or its file is damaged; take an earlier"
                + " checkpoint or download it again");
    }

    private StoredNumber stored(String name, String type) {
        try {
            return StoredNumber.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw foreign(
                    "tensor " + name + " is " + type + ", not F32, BF16 or F16; save the model in one of these", e);
        }
    }

    private ByteBuffer bytes(long from, int count) {
        ByteBuffer bytes = file.bytes(from, count);
        if (bytes.remaining() < count) {
            throw foreign("it is cut off", null);
        }
        return bytes;
    }

    private CheckpointException foreign(String what, @Nullable Throwable cause) {
        return new CheckpointException(
                "checkpoint " + path() + " is no safetensors file that Tailkeeper reads: " + what, cause);
    }

    @Override
    public void close() {
        file.close();
    }
}
