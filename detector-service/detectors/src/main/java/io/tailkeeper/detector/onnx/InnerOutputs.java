package io.tailkeeper.detector.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes values inside of an ONNX model its outputs, after those it has.
 *
 * <p>Where a protobuf message occurs twice, the second is merged into the first: so a graph of nothing but outputs is
 * written behind the model.
 */
final class InnerOutputs {

    private static final int GRAPH = 7; // of a model
    private static final int OUTPUT = 12; // of a graph
    private static final int NAME = 1; // of an output

    /** An output's second field, its type: a tensor (1) whose elements (1) are float32 (1). */
    private static final byte[] FLOATS = {0x12, 4, 0x0A, 2, 0x08, 1};

    private InnerOutputs() {}

    /** The model with the named values, all of float32, as further outputs. */
    static byte[] added(byte[] model, List<String> names) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        for (String name : names) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            write(NAME, name.getBytes(StandardCharsets.UTF_8), output);
            output.writeBytes(FLOATS);
            write(OUTPUT, output.toByteArray(), graph);
        }
        ByteArrayOutputStream longer = new ByteArrayOutputStream(model.length + graph.size() + 8);
        longer.writeBytes(model);
        write(GRAPH, graph.toByteArray(), longer);
        return longer.toByteArray();
    }

    private static void write(int field, byte[] content, ByteArrayOutputStream message) {
        message.write((field << 3) | 2);
        int rest = content.length;
        for (; rest > 0x7F; rest >>>= 7) {
            message.write((rest & 0x7F) | 0x80);
        }
        message.write(rest);
        message.writeBytes(content);
    }
}
