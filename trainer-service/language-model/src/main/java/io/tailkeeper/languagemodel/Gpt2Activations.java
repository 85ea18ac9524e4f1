package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.tailkeeper.languagemodel.SharedMemory.Matrix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass of GPT-2 leaves for the backward pass, for documents of one shape: B documents, T positions each, the
 * last L of which go on after the attention of the last layer. N = B T rows, M = B L.
 *
 * <p>Norm 2 l and 2 l + 1 are those of layer l, norm 2 layers is the last one; norm k looks at stream k.
 */
final class Gpt2Activations {

    private final ModelConfig config;
    private final int documents;
    private final int length;
    private final int from;
    private final List<FusedNorm> norms = new ArrayList<>();
    private final List<Matrix> qkv = new ArrayList<>();
    private final List<Matrix> wide = new ArrayList<>();
    private final List<Matrix> bent = new ArrayList<>();
    private final List<NDList> mixed = new ArrayList<>();
    private final FusedSoftmax softmax;
    private final Matrix projected;
    private final Matrix projectedLast;
    private final Matrix streamGradient;
    private final Matrix streamGradientLast;
    private final Matrix qkvGradient;
    private final Matrix wideGradient;
    private final Matrix wideGradientLast;

    Gpt2Activations(SharedMemory memory, ModelConfig config, int documents, int length, int from) {
        this.config = config;
        this.documents = documents;
        this.length = length;
        this.from = from;
        int size = config.embeddingSize();
        int rows = documents * length;
        int last = documents * (length - from);
        int vocabulary = Loops.padded(config.vocabularySize());
        memory.carve(bytes(config, rows, last, vocabulary));
        for (int number = 0; number <= 2 * config.layers(); number++) {
            int read = isLast(number) ? last : rows;
            norms.add(new FusedNorm(memory.matrix(read, size), memory.matrix(read, size)));
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            int read = isLast(2 * layer + 1) ? last : rows;
            qkv.add(memory.matrix(rows, 3 * size));
            wide.add(memory.matrix(read, 4 * size));
            bent.add(memory.matrix(read, 4 * size));
            mixed.add(null);
        }
        softmax = new FusedSoftmax(memory.matrix(last, vocabulary), config.vocabularySize());
        projected = memory.matrix(rows, size);
        streamGradient = memory.matrix(rows, size);
        qkvGradient = memory.matrix(rows, 3 * size);
        wideGradient = memory.matrix(rows, 4 * size);
        projectedLast = from == 0 ? projected : memory.matrix(last, size);
        streamGradientLast = from == 0 ? streamGradient : memory.matrix(last, size);
        wideGradientLast = from == 0 ? wideGradient : memory.matrix(last, 4 * size);
    }

    private static long bytes(ModelConfig config, int rows, int last, int vocabulary) {
        int size = config.embeddingSize();
        long layers = config.layers();
        long stream = SharedMemory.bytes(rows, size);
        long wide = SharedMemory.bytes(rows, 4L * size);
        long qkv = SharedMemory.bytes(rows, 3L * size);
        return (4 * layers + 6) * stream
                + (2 * layers + 2) * wide
                + (layers + 1) * qkv
                + SharedMemory.bytes(last, vocabulary);
    }

    /** Whether these are for documents of this shape. */
    boolean fit(int documents, int length, int from) {
        return this.documents == documents && this.length == length && this.from == from;
    }

    int documents() {
        return documents;
    }

    int length() {
        return length;
    }

    /** Whether only the last positions of a document are in a stream. */
    private boolean isLast(int number) {
        return number >= 2 * config.layers() - 1;
    }

    FusedNorm norm(int number) {
        return norms.get(number);
    }

    /** (N, 3 C) queries, keys and values of a layer. */
    Matrix qkv(int layer) {
        return qkv.get(layer);
    }

    /** Queries, keys and values as (B, T, 3, H, D). */
    NDArray heads(Matrix qkv) {
        return qkv.as(documents, length, 3, config.heads(), config.headSize());
    }

    /** (N or M, 4 C) what the feed-forward part of a layer bends, and then the slopes there. */
    Matrix wide(int layer) {
        return wide.get(layer);
    }

    /** (N or M, 4 C) what it has bent. */
    Matrix bent(int layer) {
        return bent.get(layer);
    }

    /** Keeps what a layer's attention gave. */
    void mixed(int layer, NDList outputs) {
        mixed.set(layer, outputs);
    }

    /** What its attention gave. */
    NDList mixed(int layer) {
        return mixed.get(layer);
    }

    FusedSoftmax softmax() {
        return softmax;
    }

    /** (N or M, C) room for what joins a stream, and for the gradient of what its norm gave. */
    Matrix projected(int number) {
        return isLast(number) ? projectedLast : projected;
    }

    /** (N or M, C) the gradient of a stream. */
    Matrix streamGradient(int number) {
        return isLast(number) ? streamGradientLast : streamGradient;
    }

    /** (N, 3 C), for one layer at a time. */
    Matrix qkvGradient() {
        return qkvGradient;
    }

    /** (N or M, 4 C), for one layer at a time. */
    Matrix wideGradient(int layer) {
        return isLast(2 * layer + 1) ? wideGradientLast : wideGradient;
    }

    /** The rows of the stream before that go on in a stream. */
    FusedNorm.Window windowBefore(int number) {
        boolean narrows = isLast(number) && !isLast(number - 1);
        return new FusedNorm.Window(length, narrows ? from : 0);
    }

    /** Where a stream narrows: gives its gradient to the rows of the stream before, and 0 to those that do not go on. */
    void widenStreamGradient(int number) {
        if (from == 0 || isLast(number - 1) || !isLast(number)) {
            return;
        }
        streamGradient.memory().fill((byte) 0);
        FusedNorm.Window window = windowBefore(number);
        long bytes = (long) config.embeddingSize() * Float.BYTES;
        for (int row = 0; row < streamGradientLast.rows(); row++) {
            MemorySegment.copy(
                    streamGradientLast.memory(),
                    row * bytes,
                    streamGradient.memory(),
                    window.before(row) * bytes,
                    bytes);
        }
    }
}
