package io.tailkeeper.languagemodel.safetensors;

import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A safetensors file as other programs write it: no metadata, any order, any of the common number formats. */
public final class TensorFile {

    private record Tensor(String type, Shape shape, ByteBuffer bytes) {}

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    public TensorFile put(String name, String type, long[] shape, float... values) {
        int width =
                switch (type) {
                    case "F64" -> 8;
                    case "F32" -> 4;
                    case "U8" -> 1;
                    default -> 2;
                };
        ByteBuffer bytes = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case "F64" -> bytes.putDouble(value);
                case "F32" -> bytes.putFloat(value);
                case "BF16" -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
                case "F16" -> bytes.putShort(Float.floatToFloat16(value));
                default -> bytes.put((byte) value);
            }
        }
        tensors.put(name, new Tensor(type, new Shape(shape), bytes.flip()));
        return this;
    }

    /** A model's weights under other names. */
    public static TensorFile of(LanguageModel model, String prefix, String type) {
        TensorFile file = new TensorFile();
        new TreeMap<>(model.parameters()).descendingMap().forEach((name, tensor) -> {
            String stored = name.startsWith("model.") && prefix.isEmpty() ? name.substring(6) : prefix + name;
            file.put(stored, type, tensor.getShape().getShape(), tensor.toFloatArray());
        });
        return file;
    }

    /** Those tensors whose names do (or do not) contain a text. */
    public TensorFile only(String part, boolean containing) {
        TensorFile file = new TensorFile();
        tensors.forEach((name, tensor) -> {
            if (name.contains(part) == containing) {
                file.tensors.put(name, tensor);
            }
        });
        return file;
    }

    public Iterable<String> names() {
        return tensors.keySet();
    }

    public void write(Path file) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        int offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(
                            entry.getKey(),
                            tensor.type(),
                            Arrays.toString(tensor.shape().getShape()),
                            offset,
                            offset + tensor.bytes().remaining()));
            offset += tensor.bytes().remaining();
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        tensors.values().forEach(tensor -> bytes.put(tensor.bytes().duplicate()));
        Files.write(file, bytes.array());
    }
}
