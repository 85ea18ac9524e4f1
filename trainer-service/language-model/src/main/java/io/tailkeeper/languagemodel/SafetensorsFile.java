package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.contracts.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** An open safetensors file, of which only the tensors asked for are read. Each becomes float32. */
final class SafetensorsFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final int LARGEST_HEADER = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final SortedMap<String, JsonNode> entries = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private long tensorsFrom;

    private SafetensorsFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws CheckpointException when the file is missing or no safetensors file */
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
        SafetensorsFile opened = new SafetensorsFile(file, channel);
        try {
            opened.readHeader();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void readHeader() {
        long length = size() < Long.BYTES ? -1 : bytes(0, Long.BYTES).getLong();
        if (length < 2 || length > Math.min(size() - Long.BYTES, LARGEST_HEADER)) {
            throw foreign("its header is cut off", null);
        }
        tensorsFrom = Long.BYTES + length;
        JsonNode header;
        try {
            header = JSON.readTree(bytes(Long.BYTES, (int) length).array());
        } catch (IOException e) {
            throw foreign("its header is no JSON", e);
        }
        if (header == null || !header.isObject()) {
            throw foreign("its header is no JSON object", null);
        }
        header.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        JsonNode texts = entries.remove(METADATA);
        if (texts != null) {
            texts.properties()
                    .forEach(entry ->
                            metadata.put(entry.getKey(), entry.getValue().asText()));
        }
    }

    Path path() {
        return file;
    }

    Set<String> names() {
        return entries.keySet();
    }

    Map<String, String> metadata() {
        return metadata;
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
        JsonNode dimensions = entries.get(name).path("shape");
        long[] shape = new long[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong(-1);
            if (shape[i] < 0) {
                throw foreign("tensor " + name + " has a shape of " + dimensions, null);
            }
        }
        return new Shape(shape);
    }

    /** A tensor that the file has, in {@code manager}. */
    NDArray read(String name, NDManager manager) {
        JsonNode entry = entries.get(name);
        StoredNumber type = stored(name, entry.path("dtype").asText());
        Shape shape = shape(name);
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to < from || to > size() - tensorsFrom || to - from != shape.size() * type.width()) {
            throw foreign("tensor " + name + " lies outside the file or has another size than its shape", null);
        }
        ByteBuffer bytes = bytes(tensorsFrom + from, Math.toIntExact(to - from));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.next(bytes);
        }
        return Weights.create(manager, values, shape);
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
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
