package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.DecodingBatch;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.Arrays;

/** Rows that are decoded side by side, a token each at a time. */
final class PlainBatch implements DecodingBatch {

    private final ModelConfig config;
    private final Architecture architecture;
    private final float[][] residual; // (rows, C)
    private final float[][] normed;
    private final float[][] projected;
    private final float[][] mixed;
    private final float[][] wide;
    private final float[][] added;
    private final float[][] logits; // (rows, V)
    private final float[][] scores;
    private Attention[][] attention; // (rows begun, layers); those beyond count wait to be used again
    private int count;
    private int position;

    /**
     * Begins rows.
     *
     * @param capacity positions that each will read at most
     */
    PlainBatch(ModelConfig config, Architecture architecture, int rows, int capacity) {
        this.config = config;
        this.architecture = architecture;
        count = rows;
        residual = Buffers.of(rows, config.embeddingSize());
        normed = Buffers.of(rows, config.embeddingSize());
        projected = Buffers.of(rows, Attention.width(config));
        mixed = Buffers.of(rows, config.heads() * config.headSize());
        wide = Buffers.of(
                rows,
                architecture.layers().stream()
                        .mapToInt(layer -> layer.feedForward().up().out())
                        .max()
                        .orElseThrow());
        added = Buffers.of(rows, config.embeddingSize());
        logits = Buffers.of(rows, config.vocabularySize());
        scores = Buffers.of(config.heads(), capacity);
        attention = new Attention[rows][architecture.layers().size()];
        for (Attention[] row : attention) {
            Arrays.setAll(row, _ -> new Attention(config, capacity));
        }
    }

    @Override
    public float[][] logitsAfter(int[][] next) {
        for (int column = 0; column < next[0].length; column++) {
            read(next, column);
        }
        norm(architecture.lastNorm());
        architecture.head().multiply(normed, logits, count);
        float[][] exact = new float[count][];
        Arrays.setAll(exact, row -> Arrays.copyOf(logits[row], config.vocabularySize()));
        return exact;
    }

    /** Lets each row read its next token. */
    private void read(int[][] tokens, int column) {
        float[][] positions = architecture.positions();
        for (int row = 0; row < count; row++) {
            float[] token = architecture.embedding()[tokens[row][column]];
            System.arraycopy(token, 0, residual[row], 0, config.embeddingSize());
            if (positions != null) {
                Buffers.add(residual[row], positions[position], config.embeddingSize());
            }
        }
        for (int layer = 0; layer < architecture.layers().size(); layer++) {
            attend(layer);
            feedForward(architecture.layers().get(layer));
        }
        position++;
    }

    private void attend(int number) {
        Layer layer = architecture.layers().get(number);
        norm(layer.attentionNorm());
        layer.projection().multiply(normed, projected, count);
        Rotation rotation = architecture.rotation();
        for (int row = 0; row < count; row++) {
            if (rotation != null) {
                rotation.rotate(projected[row], position);
            }
            attention[row][number].attend(projected[row], position, scores, mixed[row]);
        }
        add(layer.output(), mixed);
    }

    private void feedForward(Layer layer) {
        norm(layer.feedForwardNorm());
        Layer.FeedForward block = layer.feedForward();
        block.up().multiply(normed, wide, count);
        for (int row = 0; row < count; row++) {
            block.activation().apply(wide[row]);
        }
        add(block.down(), wide);
    }

    private void norm(Norm norm) {
        for (int row = 0; row < count; row++) {
            norm.apply(residual[row], normed[row]);
        }
    }

    private void add(Matrix matrix, float[][] x) {
        matrix.multiply(x, added, count);
        for (int row = 0; row < count; row++) {
            Buffers.add(residual[row], added[row], config.embeddingSize());
        }
    }

    @Override
    public void keep(int[] rows) {
        Attention[][] next = new Attention[attention.length][];
        boolean[] taken = new boolean[attention.length];
        for (int i = 0; i < rows.length; i++) {
            if (!taken[rows[i]]) {
                next[i] = attention[rows[i]];
                taken[rows[i]] = true;
            }
        }
        int spare = 0;
        for (int i = 0; i < next.length; i++) {
            if (next[i] == null) {
                while (taken[spare]) {
                    spare++;
                }
                next[i] = attention[spare++];
                if (i < rows.length) {
                    copy(attention[rows[i]], next[i]);
                }
            }
        }
        attention = next;
        count = rows.length;
    }

    private void copy(Attention[] from, Attention[] to) {
        for (int layer = 0; layer < to.length; layer++) {
            to[layer].copy(from[layer], position);
        }
    }

    /** Nothing: all of it is the JVM's own memory. */
    @Override
    public void close() {}
}
