package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The safetensors file format: eight bytes of header length, a JSON header, then the raw little-endian tensors. Equal
 * tensors give equal bytes. Tensors are float32.
 */
public final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final int LARGEST_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * The tensors and metadata of a file.
     *
     * @param tensors by name, in the manager given when reading; the caller closes them with it
     * @param metadata free text by name
     */
    public record Loaded(SortedMap<String, NDArray> tensors, Map<String, String> metadata) {}

    /**
     * Writes a file so that it is there whole or not at all: to a temporary name beside it, flushed to the disk, then
     * renamed.
     *
     * @return sha256 of the file, lower-case hexadecimal
     * @throws CheckpointException when the disk refuses; a file that stood there before is untouched
     */
    public static String write(Path file, SortedMap<String, NDArray> tensors, Map<String, String> metadata) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        MessageDigest digest = sha256();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                put(channel, digest, header(tensors, metadata));
                for (NDArray tensor : tensors.values()) {
                    put(channel, digest, bytes(tensor));
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " cannot be written: " + e
                            + "; the one before it is untouched. Check the free space and the rights of the folder",
                    e);
        }
    }

    private static ByteBuffer header(SortedMap<String, NDArray> tensors, Map<String, String> metadata)
            throws JsonProcessingException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode meta = header.putObject(METADATA);
        new TreeMap<>(metadata).forEach(meta::put);
        long offset = 0;
        for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            for (long dimension : tensor.getValue().getShape().getShape()) {
                entry.withArray("shape").add(dimension);
            }
            entry.withArray("shape");
            long size = tensor.getValue().size() * Float.BYTES;
            entry.putArray("data_offsets").add(offset).add(offset + size);
            offset += size;
        }
        String text = JSON.writeValueAsString(header);
        byte[] padded = (text + " ".repeat((8 - text.getBytes(StandardCharsets.UTF_8).length % 8) % 8))
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static ByteBuffer bytes(NDArray tensor) {
        if (tensor.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("only float32 tensors are written, not " + tensor.getDataType());
        }
        float[] values = tensor.toFloatArray();
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    private static void put(FileChannel channel, MessageDigest digest, ByteBuffer bytes) throws IOException {
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads a file.
     *
     * @param expectedSha256 digest the whole file must have; null to read it unchecked
     * @throws CheckpointException when the file is missing, has another digest, or is no safetensors file of float32
     */
    public static Loaded read(Path file, String expectedSha256, NDManager manager) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " is missing; restore it, or start the run again to train it anew", e);
        } catch (IOException e) {
            throw new CheckpointException("checkpoint " + file + " cannot be read: " + e, e);
        }
        String actual = HexFormat.of().formatHex(sha256().digest(content));
        if (expectedSha256 != null && !actual.equals(expectedSha256)) {
            throw new CheckpointException("checkpoint " + file + " is corrupt or another one: its sha256 is " + actual
                    + " but " + expectedSha256
                    + " was announced; restore the file, or start the run again to train it anew");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        JsonNode header = header(file, bytes);
        SortedMap<String, NDArray> tensors = new TreeMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), bytes, manager));
            }
        });
        Map<String, String> metadata = new TreeMap<>();
        header.path(METADATA)
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return new Loaded(tensors, metadata);
    }

    private static JsonNode header(Path file, ByteBuffer bytes) {
        long length = bytes.remaining() < 8 ? -1 : bytes.getLong();
        if (length < 2 || length > Math.min(bytes.remaining(), LARGEST_HEADER)) {
            throw foreign(file, "its header is cut off", null);
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        try {
            JsonNode header = JSON.readTree(text);
            if (!header.isObject()) {
                throw foreign(file, "its header is no JSON object", null);
            }
            return header;
        } catch (IOException e) {
            throw foreign(file, "its header is no JSON", e);
        }
    }

    private static NDArray tensor(Path file, String name, JsonNode entry, ByteBuffer bytes, NDManager manager) {
        if (!entry.path("dtype").asText().equals("F32")) {
            throw foreign(file, "tensor " + name + " is " + entry.path("dtype").asText() + ", not F32", null);
        }
        JsonNode dimensions = entry.path("shape");
        long[] shape = new long[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong();
        }
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        Shape form = new Shape(shape);
        if (from < 0 || to < from || to > bytes.remaining() || to - from != form.size() * Float.BYTES) {
            throw foreign(file, "tensor " + name + " lies outside the file or has another size than its shape", null);
        }
        float[] values = new float[Math.toIntExact(form.size())];
        bytes.slice(bytes.position() + (int) from, (int) (to - from))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Weights.create(manager, values, form);
    }

    private static CheckpointException foreign(Path file, String what, Throwable cause) {
        return new CheckpointException(
                "checkpoint " + file + " is no safetensors file that Tailkeeper reads: " + what, cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
