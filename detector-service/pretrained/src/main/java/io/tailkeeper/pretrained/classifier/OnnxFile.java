package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.onnx.ProtobufReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The weights of an ONNX model: the files beside it that hold them, whatever their names, and whether they are numbers
 * (onnx.proto: ModelProto, GraphProto, NodeProto, AttributeProto).
 *
 * <p>Infinities are none of its business: exported masks are full of them.
 */
final class OnnxFile {

    private static final int DEEPEST = 64; // graphs in nodes of graphs
    private static final String LOCATION = "location";

    /** Fields of each message that lead to tensors, each with the message that it holds. */
    private static final Map<Message, Map<Integer, Message>> WAYS = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
            Message.TRAINING, Map.of(1, Message.GRAPH, 2, Message.GRAPH),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE),
            Message.SPARSE, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
                    Map.of(
                            5,
                            Message.TENSOR,
                            6,
                            Message.GRAPH,
                            10,
                            Message.TENSOR,
                            11,
                            Message.GRAPH,
                            22,
                            Message.SPARSE,
                            23,
                            Message.SPARSE));

    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE,
        TENSOR
    }

    private final Path file;
    private final SortedSet<Path> external = new TreeSet<>();

    private OnnxFile(Path file) {
        this.file = file;
    }

    /**
     * The files beside a model that hold weights of it, in the order of their names.
     *
     * @throws DataException when the model is damaged, a weight of it is not a number, or a file is missing or lies elsewhere
     */
    static List<Path> externalFiles(Path model) throws IOException {
        OnnxFile read = new OnnxFile(model);
        try (FileChannel channel = FileChannel.open(model)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw read.refused("it is larger than the 2 GB that ONNX allows; export it with its weights beside it");
            }
            read.walk(Message.MODEL, channel.map(MapMode.READ_ONLY, 0, channel.size()), 0);
        } catch (IllegalArgumentException e) {
            throw read.refused("it is damaged (" + e.getMessage() + "); export or download it again");
        }
        return new ArrayList<>(read.external);
    }

    private void walk(Message kind, ByteBuffer message, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("its graphs are more than " + DEEPEST + " deep");
        }
        if (kind == Message.TENSOR) {
            look(StoredTensor.of(message));
            return;
        }
        for (ProtobufReader field = new ProtobufReader(message); field.next(); ) {
            Message inside = WAYS.getOrDefault(kind, Map.of()).get(field.number());
            if (inside != null) {
                walk(inside, field.content(), depth + 1);
            }
        }
    }

    private void look(StoredTensor tensor) throws IOException {
        Map<String, String> elsewhere = tensor.external();
        if (elsewhere == null) {
            requireNumbers(tensor, tensor.numbers());
            return;
        }
        Path beside = beside(elsewhere.getOrDefault(LOCATION, ""));
        external.add(beside);
        try (FileChannel channel = FileChannel.open(beside)) {
            long from = number(elsewhere, "offset", 0);
            long length = number(elsewhere, "length", channel.size() - from);
            if (from < 0 || length < 0 || length > channel.size() - from || length > Integer.MAX_VALUE) {
                throw refused("its tensor " + tensor.name() + " lies outside " + beside + "; download both again");
            }
            requireNumbers(tensor, channel.map(MapMode.READ_ONLY, from, length));
        }
    }

    private static long number(Map<String, String> elsewhere, String key, long otherwise) {
        String value = elsewhere.get(key);
        return value == null ? otherwise : Long.parseLong(value);
    }

    private Path beside(String location) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "the folder of a file");
        Path beside;
        try {
            beside = folder.resolve(location).normalize();
        } catch (InvalidPathException _) {
            beside = folder;
        }
        if (!beside.startsWith(folder) || beside.equals(folder)) {
            throw refused("it keeps weights in \"" + location.replaceAll("\\p{C}", "\uFFFD")
                    + "\", which is no file beside it; export it again");
        }
        if (!Files.isRegularFile(beside)) {
            throw refused("it keeps weights in " + beside + ", which is missing; download that file too");
        }
        return beside;
    }

    private void requireNumbers(StoredTensor tensor, ByteBuffer numbers) {
        if (tensor.hasNaN(numbers)) {
            throw refused("its tensor " + tensor.name() + " has the value NaN: a model with it computes nothing; export"
                    + " or download it again");
        }
    }

    private DataException refused(String what) {
        return new DataException(file + ": " + what);
    }
}
