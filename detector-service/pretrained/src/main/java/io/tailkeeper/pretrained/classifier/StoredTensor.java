package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.onnx.ProtobufReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that an ONNX file stores (onnx.proto, TensorProto).
 *
 * @param name its own, for messages
 * @param type of its numbers, by onnx.proto's numbers
 * @param numbers its bytes, little-endian; empty where they lie in another file or are written another way
 * @param external where they lie, by key ({@code location}, {@code offset}, {@code length}); null where they lie here
 */
record StoredTensor(String name, int type, ByteBuffer numbers, @Nullable Map<String, String> external) {

    private static final int FLOAT = 1;
    private static final int FLOAT16 = 10;
    private static final int DOUBLE = 11;
    private static final int BFLOAT16 = 16;

    private static final int TYPE = 2;
    private static final int FLOATS = 4;
    private static final int NAME = 8;
    private static final int RAW = 9;
    private static final int EXTERNAL = 13;
    private static final int LOCATION = 14;

    /** @throws IllegalArgumentException when the bytes are no message */
    static StoredTensor of(ByteBuffer message) {
        String name = "";
        int type = 0;
        long place = 0;
        ByteBuffer numbers = ByteBuffer.allocate(0);
        Map<String, String> external = new HashMap<>();
        for (ProtobufReader field = new ProtobufReader(message); field.next(); ) {
            switch (field.number()) {
                case TYPE -> type = (int) field.value();
                case NAME -> name = field.text();
                case FLOATS, RAW -> numbers = field.content();
                case LOCATION -> place = field.value();
                case EXTERNAL -> putEntry(field.content(), external);
                default -> {}
            }
        }
        return new StoredTensor(name, type, numbers, place == 1 ? external : null);
    }

    private static void putEntry(ByteBuffer message, Map<String, String> external) {
        String[] entry = {"", ""};
        for (ProtobufReader field = new ProtobufReader(message); field.next(); ) {
            if (field.number() == 1 || field.number() == 2) {
                entry[field.number() - 1] = field.text();
            }
        }
        external.put(entry[0], entry[1]);
    }

    /** Whether one of the bytes' numbers is none. */
    boolean hasNaN(ByteBuffer bytes) {
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int width = width();
        boolean nan = false;
        while (width > 0 && little.remaining() >= width && !nan) {
            nan = switch (type) {
                case FLOAT -> Float.isNaN(little.getFloat());
                case DOUBLE -> Double.isNaN(little.getDouble());
                case FLOAT16 -> Float.isNaN(Float.float16ToFloat(little.getShort()));
                default -> Float.isNaN(Float.intBitsToFloat(little.getShort() << 16));
            };
        }
        return nan;
    }

    private int width() {
        return switch (type) {
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FLOAT16, BFLOAT16 -> Short.BYTES;
            default -> 0;
        };
    }
}
