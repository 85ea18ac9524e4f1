package io.tailkeeper.pretrained.classifier;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes ONNX files: opset 13, tensors of floats and int64. Field numbers are those of onnx.proto. */
final class TinyOnnx {

    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;
    private static final int BOOL = 9;

    private final ProtoMessage graph = new ProtoMessage().text(2, "tiny");

    /** Adds a node; attributes are integers, or lists of them where the name is "axes". */
    TinyOnnx node(String type, List<String> inputs, String output, Object... attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, type);
        for (int i = 0; i < attributes.length; i += 2) {
            String name = (String) attributes[i];
            int value = (Integer) attributes[i + 1];
            ProtoMessage attribute = new ProtoMessage().text(1, name);
            node.message(
                    5,
                    name.equals("axes")
                            ? attribute.number(8, value).number(20, 7)
                            : attribute.number(3, value).number(20, 2));
        }
        graph.message(1, node);
        return this;
    }

    /** Adds a loop that goes on as long as its condition says, which never changes. */
    TinyOnnx loop(String condition, String value, String output) {
        ProtoMessage body = new ProtoMessage()
                .text(2, "body")
                .message(1, new ProtoMessage().text(1, "on").text(2, "still").text(4, "Identity"))
                .message(
                        1, new ProtoMessage().text(1, "before").text(2, "after").text(4, "Identity"))
                .message(11, value("turn", INT64, 0))
                .message(11, value("on", BOOL, 0))
                .message(11, value("before", FLOAT, 2))
                .message(12, value("still", BOOL, 0))
                .message(12, value("after", FLOAT, 2));
        graph.message(
                1,
                new ProtoMessage()
                        .text(1, "")
                        .text(1, condition)
                        .text(1, value)
                        .text(2, output)
                        .text(4, "Loop")
                        .message(
                                5,
                                new ProtoMessage()
                                        .text(1, "body")
                                        .message(6, body)
                                        .number(20, 5)));
        return this;
    }

    TinyOnnx yes(String name) {
        graph.message(5, new ProtoMessage().number(2, BOOL).text(8, name).bytes(9, new byte[] {1}));
        return this;
    }

    TinyOnnx floats(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, raw.array(), shape);
    }

    /** Weights that lie in another file. */
    TinyOnnx external(String name, String location, int... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (int size : shape) {
            tensor.number(1, size);
        }
        graph.message(
                5,
                tensor.number(2, FLOAT)
                        .text(8, name)
                        .message(13, new ProtoMessage().text(1, "location").text(2, location))
                        .number(14, 1));
        return this;
    }

    TinyOnnx int64(String name, long value) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return constant(name, INT64, raw.putLong(value).array(), 1);
    }

    private TinyOnnx constant(String name, int type, byte[] raw, int... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (int size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return this;
    }

    TinyOnnx input(String name, int type) {
        graph.message(11, value(name, type, 2));
        return this;
    }

    TinyOnnx output(String name, int dimensions) {
        graph.message(12, value(name, FLOAT, dimensions));
        return this;
    }

    private static ProtoMessage value(String name, int type, int dimensions) {
        ProtoMessage shape = new ProtoMessage();
        for (int i = 0; i < dimensions; i++) {
            shape.message(1, new ProtoMessage().text(2, name + i));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    byte[] toByteArray() {
        ProtoMessage opset = new ProtoMessage().text(1, "").number(2, 13);
        return new ProtoMessage()
                .number(1, 8)
                .message(7, graph)
                .message(8, opset)
                .toByteArray();
    }
}
