package io.tailkeeper.languagemodel.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.CheckpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The safetensors file format: eight bytes of header length, a JSON header, then the raw little-endian tensors. Equal
 * tensors give equal bytes. Tensors are float32; those of a file may be bfloat16 or float16 as well.
 */
public final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";

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
        Sha256 digest = new Sha256();
        CheckpointFile.write(file, channel -> {
            put(channel, digest, header(tensors, metadata));
            for (NDArray tensor : tensors.values()) {
                put(channel, digest, bytes(tensor));
            }
        });
        return digest.hex();
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

    private static void put(FileChannel channel, Sha256 digest, ByteBuffer bytes) throws IOException {
        digest.add(bytes);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads a file.
     *
     * @param expectedSha256 digest the whole file must have; null to read it unchecked
     * @throws CheckpointException when the file is missing, has another digest, or is no safetensors file of floats
     */
    public static Loaded read(Path file, @Nullable String expectedSha256, NDManager manager) {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            if (expectedSha256 != null) {
                opened.requireSha256(expectedSha256);
            }
            SortedMap<String, NDArray> tensors = new TreeMap<>();
            opened.names().forEach(name -> tensors.put(name, opened.read(name, manager)));
            return new Loaded(tensors, opened.metadata());
        }
    }
}
