package io.tailkeeper.languagemodel.llama2c;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Weights;
import io.tailkeeper.languagemodel.transformer.TransformerModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A model file of llama2.c in its first ("legacy") format: seven int32, then the float32 weights, kind by kind and inside
 * a kind layer by layer, little-endian. Its heads pair neighbouring components for the rotation; they are reordered
 * into two halves on reading, as Hugging Face's are.
 */
public final class Llama2cFile {

    private static final int HEADER = 7 * Integer.BYTES;
    private static final int VERSIONED = 0x616b3432; // "ak42", with which the later formats begin
    private static final int ZIP = 0x04034b50; // "PK", with which PyTorch's own files begin
    private static final double ROTARY_BASE = 10_000;
    private static final double NORM_EPSILON = 1e-5;

    private final Path file;
    private final FileChannel channel;
    private final ModelConfig config;
    private final Family.Llama family;
    private long position = HEADER;

    private Llama2cFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        ByteBuffer header = bytes(HEADER, 0);
        requireFirstFormat(header);
        int[] sizes = new int[7]; // embedding, feed-forward, layers, heads, key-value heads, vocabulary, context
        header.asIntBuffer().get(sizes);
        if (sizes[3] < 1 || sizes[0] % Math.max(1, sizes[3]) != 0 || sizes[5] == Integer.MIN_VALUE) {
            throw foreign("its header says " + sizes[3] + " heads and an embedding of " + sizes[0]);
        }
        try {
            family = new Family.Llama(sizes[4], sizes[0] / sizes[3], sizes[1], ROTARY_BASE, NORM_EPSILON, sizes[5] > 0);
            config = new ModelConfig(sizes[2], sizes[3], sizes[0], sizes[6], Math.abs(sizes[5]), family);
        } catch (IllegalArgumentException e) {
            throw foreign("its header says that " + e.getMessage());
        }
        long wanted = size(config, family);
        if (channel.size() != wanted) {
            throw foreign("a model of its header's sizes has " + wanted + " bytes, but the file has " + channel.size());
        }
    }

    private static long size(ModelConfig config, Family.Llama family) {
        try {
            long tables = Math.multiplyExact((long) config.contextLength(), family.headSize());
            return Math.addExact(
                    HEADER, Math.multiplyExact(Math.addExact(config.parameterCount(), tables), Float.BYTES));
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE; // more than any file has
        }
    }

    private void requireFirstFormat(ByteBuffer header) {
        if (header.getInt(0) == VERSIONED) {
            throw foreign("it has format version " + header.getInt(Integer.BYTES)
                    + "; export it again with llama2.c's export.py --version 0");
        }
        if (header.getInt(0) == ZIP) {
            throw foreign(
                    "it is an archive of pickled weights, which are never opened, because they can run code; save the"
                            + " model as model.safetensors");
        }
    }

    /**
     * The shape of a file's model.
     *
     * @throws CheckpointException when the file is missing, cut off, or of another format
     */
    public static ModelConfig config(Path file) {
        return opened(file, model -> model.config);
    }

    /**
     * The model of a file.
     *
     * @param tokenizer fingerprint of its tokenizer
     * @throws CheckpointException when the file is missing, cut off, or of another format
     */
    public static LanguageModel read(Path file, String tokenizer) {
        return opened(file, model -> TransformerModel.of(model.config, tokenizer, model::weights));
    }

    private static <T> T opened(Path file, Function<Llama2cFile, T> use) {
        try (FileChannel channel = FileChannel.open(file)) {
            return use.apply(new Llama2cFile(file, channel));
        } catch (IOException e) {
            throw new CheckpointException("model " + file + " cannot be read: " + e, e);
        }
    }

    private SortedMap<String, NDArray> weights(NDManager manager) {
        SortedMap<String, long[]> shapes = config.parameterShapes();
        SortedMap<String, NDArray> weights = new TreeMap<>();
        weights.put("model.embed_tokens.weight", next(manager, shape(shapes, "model.embed_tokens.weight")));
        String[] kinds = {
            "input_layernorm",
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.o_proj",
            "post_attention_layernorm",
            "mlp.gate_proj",
            "mlp.down_proj",
            "mlp.up_proj"
        };
        for (String kind : kinds) {
            for (int layer = 0; layer < config.layers(); layer++) {
                String name = "model.layers." + layer + "." + kind + ".weight";
                boolean rotated = kind.endsWith("q_proj") || kind.endsWith("k_proj");
                weights.put(
                        name, rotated ? nextHalved(manager, shape(shapes, name)) : next(manager, shape(shapes, name)));
            }
        }
        weights.put("model.norm.weight", next(manager, shape(shapes, "model.norm.weight")));
        position += (long) config.contextLength() * family.headSize() * Float.BYTES; // cosines and sines, made anew
        if (!family.tiedHead()) {
            weights.put("lm_head.weight", next(manager, shape(shapes, "lm_head.weight")));
        }
        return weights;
    }

    private static long[] shape(SortedMap<String, long[]> shapes, String name) {
        return Objects.requireNonNull(shapes.get(name), name);
    }

    private NDArray next(NDManager manager, long[] shape) {
        return Weights.create(manager, floats(new Shape(shape)), new Shape(shape));
    }

    /** Rows 0, 2, 4, … of every head, then its rows 1, 3, 5, … */
    private NDArray nextHalved(NDManager manager, long[] shape) {
        float[] paired = floats(new Shape(shape));
        float[] halved = new float[paired.length];
        int width = (int) shape[1];
        int size = family.headSize();
        for (int row = 0; row < shape[0]; row++) {
            int inHead = row % size;
            int from = row - inHead + (inHead < size / 2 ? 2 * inHead : 2 * inHead - size + 1);
            System.arraycopy(paired, from * width, halved, row * width, width);
        }
        return Weights.create(manager, halved, new Shape(shape));
    }

    private float[] floats(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        try {
            bytes(Math.multiplyExact(values.length, Float.BYTES), position)
                    .asFloatBuffer()
                    .get(values);
        } catch (IOException e) {
            throw new CheckpointException("model " + file + " cannot be read: " + e, e);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw foreign("the weight at byte " + (position + (long) i * Float.BYTES) + " is " + values[i]
                        + "; export the model again");
            }
        }
        position += (long) values.length * Float.BYTES;
        return values;
    }

    private ByteBuffer bytes(int count, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw foreign("it is cut off");
            }
        }
        return bytes.flip();
    }

    private CheckpointException foreign(String what) {
        return new CheckpointException(
                "model " + file + " is no model file of llama2.c that Tailkeeper reads: " + what);
    }
}
