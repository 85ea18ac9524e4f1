package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder in plain Java, for writing on a CPU with models so small that a tensor library spends its time between the
 * operations. A copy of the weights as they were; unmodifiable, for any thread.
 *
 * <p>What a row gets depends on no other row, on no number of threads and on no library: equal weights, prompts and seeds
 * give equal text.
 */
final class PlainDecoder implements Decoding {

    private static final int ROWS_AT_ONCE = 16; // what they remember stays near a core

    private final Loops loops;
    private final ModelConfig config;
    private final float[][] embedding; // (V, C)
    private final float[][] positions; // (T, C); null where positions are turns
    private final PlainRotation rotation; // null where positions are learned
    private final List<Layer> layers;
    private final PlainNorm lastNorm;
    private final PlainMatrix head;

    /** @param projection queries, keys and values side by side */
    private record Layer(
            PlainNorm attentionNorm,
            PlainMatrix projection,
            PlainMatrix output,
            PlainNorm feedForwardNorm,
            FeedForward feedForward) {}

    /** @param bend what happens to the {@code width} numbers between the two matrices; they shrink to what {@code down} takes */
    private record FeedForward(PlainMatrix up, Bend bend, PlainMatrix down) {}

    private interface Bend {
        void apply(float[] wide);
    }

    private PlainDecoder(
            Loops loops,
            ModelConfig config,
            float[][] embedding,
            float[][] positions,
            PlainRotation rotation,
            List<Layer> layers,
            PlainNorm lastNorm,
            PlainMatrix head) {
        this.loops = loops;
        this.config = config;
        this.embedding = embedding;
        this.positions = positions;
        this.rotation = rotation;
        this.layers = layers;
        this.lastNorm = lastNorm;
        this.head = head;
    }

    static PlainDecoder of(LanguageModel model, Loops loops) {
        return switch (model.config().family()) {
            case Family.Gpt2 gpt2 -> gpt2(model, gpt2, loops);
            case Family.Llama llama -> llama(model, llama, loops);
        };
    }

    private static PlainDecoder gpt2(LanguageModel model, Family.Gpt2 family, Loops loops) {
        ModelConfig config = model.config();
        Bend bend =
                switch (family.gelu()) {
                    case EXACT -> wide -> loops.gelu(wide, 4 * config.embeddingSize());
                    case TANH -> wide -> loops.geluTanh(wide, 4 * config.embeddingSize());
                };
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            layers.add(new Layer(
                    layerNorm(model, family, block + "ln_1"),
                    affine(loops, model, block + "attn.c_attn"),
                    affine(loops, model, block + "attn.c_proj"),
                    layerNorm(model, family, block + "ln_2"),
                    new FeedForward(
                            affine(loops, model, block + "mlp.c_fc"),
                            bend,
                            affine(loops, model, block + "mlp.c_proj"))));
        }
        float[] tokens = values(model, "wte.weight");
        return new PlainDecoder(
                loops,
                config,
                rows(tokens, config.embeddingSize()),
                rows(values(model, "wpe.weight"), config.embeddingSize()),
                null,
                List.copyOf(layers),
                layerNorm(model, family, "ln_f"),
                PlainMatrix.transposed(loops, config.embeddingSize(), tokens));
    }

    private static PlainDecoder llama(LanguageModel model, Family.Llama family, Loops loops) {
        ModelConfig config = model.config();
        int width = config.embeddingSize();
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            String own = block + "self_attn.";
            layers.add(new Layer(
                    PlainNorm.rmsNorm(values(model, block + "input_layernorm.weight"), family.normEpsilon()),
                    linear(loops, model, width, own + "q_proj", own + "k_proj", own + "v_proj"),
                    linear(loops, model, config.heads() * family.headSize(), own + "o_proj"),
                    PlainNorm.rmsNorm(values(model, block + "post_attention_layernorm.weight"), family.normEpsilon()),
                    new FeedForward(
                            linear(loops, model, width, block + "mlp.gate_proj", block + "mlp.up_proj"),
                            wide -> loops.swiGlu(wide, family.feedForwardSize()),
                            linear(loops, model, family.feedForwardSize(), block + "mlp.down_proj"))));
        }
        float[] tokens = values(model, "model.embed_tokens.weight");
        return new PlainDecoder(
                loops,
                config,
                rows(tokens, width),
                null,
                new PlainRotation(config, family),
                List.copyOf(layers),
                PlainNorm.rmsNorm(values(model, "model.norm.weight"), family.normEpsilon()),
                PlainMatrix.transposed(loops, width, family.tiedHead() ? tokens : values(model, "lm_head.weight")));
    }

    private static float[] values(LanguageModel model, String name) {
        NDArray tensor = model.parameters().get(name);
        return tensor.toFloatArray();
    }

    private static float[][] rows(float[] flat, int width) {
        float[][] rows = new float[flat.length / width][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
        return rows;
    }

    private static PlainNorm layerNorm(LanguageModel model, Family.Gpt2 family, String name) {
        return PlainNorm.layerNorm(
                values(model, name + ".weight"), values(model, name + ".bias"), family.normEpsilon());
    }

    private static PlainMatrix affine(Loops loops, LanguageModel model, String name) {
        return PlainMatrix.of(loops, values(model, name + ".weight"), values(model, name + ".bias"));
    }

    private static PlainMatrix linear(Loops loops, LanguageModel model, int in, String... names) {
        return PlainMatrix.transposed(
                loops,
                in,
                Arrays.stream(names)
                        .map(name -> values(model, name + ".weight"))
                        .toArray(float[][]::new));
    }

    /** Enough parts for every thread; pairs of rows stay together. */
    @Override
    public int rowsAtOnce(int rows) {
        int threads = ModelDevice.threads();
        int share = Math.min(ROWS_AT_ONCE, (rows + threads - 1) / threads);
        return share + share % 2;
    }

    @Override
    public DecodingBatch begin(int rows, int capacity) {
        if (capacity > config.contextLength()) {
            throw new IllegalArgumentException("a text of " + capacity
                    + " tokens does not fit into the model's context of " + config.contextLength());
        }
        if (rotation != null) {
            rotation.reach(capacity);
        }
        return new Writing(rows, capacity);
    }

    private final class Writing implements DecodingBatch {

        private final float[][] residual; // (rows, C)
        private final float[][] normed;
        private final float[][] projected;
        private final float[][] mixed;
        private final float[][] wide;
        private final float[][] added;
        private final float[][] logits; // (rows, V)
        private final float[][] scores;
        private PlainAttention[][] attention; // (rows, layers)
        private int count;
        private int position;

        private Writing(int rows, int capacity) {
            count = rows;
            residual = Loops.buffers(rows, config.embeddingSize());
            normed = Loops.buffers(rows, config.embeddingSize());
            projected = Loops.buffers(rows, PlainAttention.width(config));
            mixed = Loops.buffers(rows, config.heads() * config.headSize());
            wide = Loops.buffers(
                    rows,
                    layers.stream()
                            .mapToInt(layer -> layer.feedForward().up().out())
                            .max()
                            .orElseThrow());
            added = Loops.buffers(rows, config.embeddingSize());
            logits = Loops.buffers(rows, config.vocabularySize());
            scores = Loops.buffers(config.heads(), capacity);
            attention = new PlainAttention[rows][layers.size()];
            for (PlainAttention[] row : attention) {
                Arrays.setAll(row, _ -> new PlainAttention(config, capacity));
            }
        }

        @Override
        public float[][] logitsAfter(int[][] next) {
            for (int position = 0; position < next[0].length; position++) {
                int column = position;
                read(Arrays.stream(next).mapToInt(row -> row[column]).toArray());
            }
            return logits();
        }

        /** Lets each row read its next token. */
        private void read(int[] tokens) {
            for (int row = 0; row < count; row++) {
                System.arraycopy(embedding[tokens[row]], 0, residual[row], 0, config.embeddingSize());
                if (positions != null) {
                    Loops.add(residual[row], positions[position], config.embeddingSize());
                }
            }
            for (int layer = 0; layer < layers.size(); layer++) {
                attend(layer);
                feedForward(layers.get(layer));
            }
            position++;
        }

        /** Logits of the token that follows, (rows, V). */
        private float[][] logits() {
            norm(lastNorm);
            head.multiply(normed, logits, count);
            float[][] exact = new float[count][];
            Arrays.setAll(exact, row -> Arrays.copyOf(logits[row], config.vocabularySize()));
            return exact;
        }

        @Override
        public void close() {} // nothing but the JVM's own memory

        @Override
        public void keep(int[] rows) {
            attention = Arrays.stream(rows).mapToObj(row -> attention[row]).toArray(PlainAttention[][]::new);
            count = rows.length;
        }

        private void attend(int number) {
            Layer layer = layers.get(number);
            norm(layer.attentionNorm());
            layer.projection().multiply(normed, projected, count);
            for (int row = 0; row < count; row++) {
                if (rotation != null) {
                    rotation.turn(projected[row], position);
                }
                attention[row][number].look(loops, projected[row], position, scores, mixed[row]);
            }
            add(layer.output(), mixed);
        }

        private void feedForward(Layer layer) {
            norm(layer.feedForwardNorm());
            FeedForward block = layer.feedForward();
            block.up().multiply(normed, wide, count);
            for (int row = 0; row < count; row++) {
                block.bend().apply(wide[row]);
            }
            add(block.down(), wide);
        }

        private void norm(PlainNorm norm) {
            for (int row = 0; row < count; row++) {
                norm.apply(residual[row], normed[row]);
            }
        }

        private void add(PlainMatrix matrix, float[][] x) {
            matrix.multiply(x, added, count);
            for (int row = 0; row < count; row++) {
                Loops.add(residual[row], added[row], config.embeddingSize());
            }
        }
    }
}
