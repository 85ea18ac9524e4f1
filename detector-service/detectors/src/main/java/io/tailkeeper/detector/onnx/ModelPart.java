package io.tailkeeper.detector.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
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
        for (ProtobufField field : ProtobufField.all(model)) {
            if (field.number() == MODEL_GRAPH) {
                ProtobufField.write(MODEL_GRAPH, graph(field.content(), values), part);
            } else {
                part.writeBytes(field.whole());
            }
        }
        return part.toByteArray();
    }

    private static byte[] graph(byte[] graph, List<String> values) {
        List<ProtobufField> fields = ProtobufField.all(graph);
        Set<String> needed = new HashSet<>(values);
        Deque<byte[]> nodes = new ArrayDeque<>();
        for (ProtobufField field : fields.reversed()) { // a graph's nodes stand behind those that they need
            if (field.number() == GRAPH_NODE
                    && field.names(NODE_OUTPUT).stream().anyMatch(needed::contains)) {
                needed.addAll(field.names(NODE_INPUT));
                needed.removeAll(field.names(NODE_OUTPUT));
                nodes.addFirst(field.whole());
            }
        }
        values.stream().filter(needed::contains).findFirst().ifPresent(missing -> {
            throw new IllegalArgumentException("no node of the model gives " + missing);
        });
        ByteArrayOutputStream part = new ByteArrayOutputStream(graph.length);
        nodes.forEach(part::writeBytes);
        Predicate<ProtobufField> kept = field -> switch (field.number()) {
            case GRAPH_NODE, GRAPH_OUTPUT, GRAPH_VALUE -> false;
            case GRAPH_INITIALIZER -> needed.containsAll(field.names(TENSOR_NAME));
            default -> true;
        };
        fields.stream().filter(kept).forEach(field -> part.writeBytes(field.whole()));
        values.forEach(value -> ProtobufField.write(GRAPH_OUTPUT, output(value), part));
        return part.toByteArray();
    }

    private static byte[] output(String name) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ProtobufField.write(OUTPUT_NAME, name.getBytes(StandardCharsets.UTF_8), output);
        output.writeBytes(FLOATS);
        return output.toByteArray();
    }
}
