package io.tailkeeper.detector.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The part of an ONNX model that some values inside of it need: these become its outputs, and what comes behind them is gone,
 * weights included. The runtime computes every node of a graph, whether or not its outputs are asked for.
 *
 * <p>Reads and writes the few protobuf fields that this takes (onnx.proto: ModelProto, GraphProto, NodeProto, TensorProto);
 * graphs inside of nodes are not looked into.
 */
final class ModelPart {

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_OUTPUT = 12;
    private static final int GRAPH_VALUE = 13;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int TENSOR_NAME = 8;
    private static final int OUTPUT_NAME = 1;

    private static final int LENGTH = 2; // the wire type of bytes
    private static final int MORE = 0x80; // bytes of a number follow

    /** An output's second field, its type: a tensor (1) whose elements (1) are float32 (1). */
    private static final byte[] FLOATS = {0x12, 4, 0x0A, 2, 0x08, 1};

    private ModelPart() {}

    /**
     * The part that ends with some values, all of float32.
     *
     * @throws IllegalArgumentException when no node of the model gives one of them
     */
    static byte[] endingWith(List<String> values, byte[] model) {
        ByteArrayOutputStream part = new ByteArrayOutputStream(model.length);
        for (ProtobufReader field = new ProtobufReader(ByteBuffer.wrap(model)); field.next(); ) {
            if (field.number() == MODEL_GRAPH) {
                write(MODEL_GRAPH, graph(field.content(), values), part);
            } else {
                append(field.whole(), part);
            }
        }
        return part.toByteArray();
    }

    private record Field(int number, ByteBuffer whole, ByteBuffer content) {

        static List<Field> all(ByteBuffer message) {
            List<Field> fields = new ArrayList<>();
            for (ProtobufReader field = new ProtobufReader(message); field.next(); ) {
                fields.add(new Field(field.number(), field.whole(), field.content()));
            }
            return fields;
        }

        /** The texts of one field of the message that this field holds. */
        List<String> names(int field) {
            List<String> names = new ArrayList<>();
            for (ProtobufReader inner = new ProtobufReader(content); inner.next(); ) {
                if (inner.number() == field) {
                    names.add(inner.text());
                }
            }
            return names;
        }
    }

    private static byte[] graph(ByteBuffer graph, List<String> values) {
        List<Field> fields = Field.all(graph);
        Set<String> needed = new HashSet<>(values);
        Deque<Field> nodes = new ArrayDeque<>();
        for (Field field : fields.reversed()) { // a graph's nodes stand behind those that they need
            if (field.number() == GRAPH_NODE
                    && field.names(NODE_OUTPUT).stream().anyMatch(needed::contains)) {
                needed.addAll(field.names(NODE_INPUT));
                needed.removeAll(field.names(NODE_OUTPUT));
                nodes.addFirst(field);
            }
        }
        values.stream().filter(needed::contains).findFirst().ifPresent(missing -> {
            throw new IllegalArgumentException("no node of the model gives " + missing);
        });
        ByteArrayOutputStream part = new ByteArrayOutputStream(graph.remaining());
        nodes.forEach(node -> append(node.whole(), part));
        Predicate<Field> kept = field -> switch (field.number()) {
            case GRAPH_NODE, GRAPH_OUTPUT, GRAPH_VALUE -> false;
            case GRAPH_INITIALIZER -> needed.containsAll(field.names(TENSOR_NAME));
            default -> true;
        };
        fields.stream().filter(kept).forEach(field -> append(field.whole(), part));
        values.forEach(value -> write(GRAPH_OUTPUT, output(value), part));
        return part.toByteArray();
    }

    private static byte[] output(String name) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        write(OUTPUT_NAME, name.getBytes(StandardCharsets.UTF_8), output);
        output.writeBytes(FLOATS);
        return output.toByteArray();
    }

    private static void append(ByteBuffer bytes, ByteArrayOutputStream message) {
        message.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    }

    /** Writes a field whose value is bytes. */
    private static void write(int field, byte[] content, ByteArrayOutputStream message) {
        message.write((field << 3) | LENGTH);
        int rest = content.length;
        for (; rest > 0x7F; rest >>>= 7) {
            message.write((rest & 0x7F) | MORE);
        }
        message.write(rest);
        message.writeBytes(content);
    }
}
