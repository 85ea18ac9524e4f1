package io.tailkeeper.languagemodel;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shape of a GPT-2 decoder.
 *
 * @param layers transformer blocks
 * @param heads attention heads, a divisor of {@code embeddingSize}
 * @param embeddingSize width of the residual stream
 * @param contextLength positions the model knows
 * @param vocabularySize tokens
 */
public record ModelConfig(int layers, int heads, int embeddingSize, int contextLength, int vocabularySize) {

    public ModelConfig {
        if (layers < 1 || heads < 1 || embeddingSize < 1 || contextLength < 1 || vocabularySize < 1) {
            throw new IllegalArgumentException("every size of a model is at least 1, but this one is " + layers
                    + " layers, " + heads + " heads, embedding " + embeddingSize + ", context " + contextLength
                    + ", vocabulary " + vocabularySize);
        }
        if (embeddingSize % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads do not divide an embedding of " + embeddingSize + "; choose a divisor");
        }
    }

    /** Width of one attention head. */
    public int headSize() {
        return embeddingSize / heads;
    }

    /** Number of weights; the head is tied to the token embedding and not counted twice. */
    public long parameterCount() {
        return parameterShapes().values().stream()
                .mapToLong(shape -> {
                    long size = 1;
                    for (long dimension : shape) {
                        size *= dimension;
                    }
                    return size;
                })
                .sum();
    }

    /** Shapes of all weights by their Hugging Face GPT-2 names; projections are (in, out). */
    SortedMap<String, long[]> parameterShapes() {
        int width = embeddingSize;
        SortedMap<String, long[]> shapes = new TreeMap<>();
        shapes.put("wte.weight", new long[] {vocabularySize, width});
        shapes.put("wpe.weight", new long[] {contextLength, width});
        norm(shapes, "ln_f");
        for (int layer = 0; layer < layers; layer++) {
            String block = "h." + layer + ".";
            norm(shapes, block + "ln_1");
            norm(shapes, block + "ln_2");
            projection(shapes, block + "attn.c_attn", width, 3 * width);
            projection(shapes, block + "attn.c_proj", width, width);
            projection(shapes, block + "mlp.c_fc", width, 4 * width);
            projection(shapes, block + "mlp.c_proj", 4 * width, width);
        }
        return shapes;
    }

    private void norm(SortedMap<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {embeddingSize});
        shapes.put(name + ".bias", new long[] {embeddingSize});
    }

    private static void projection(SortedMap<String, long[]> shapes, String name, int from, int to) {
        shapes.put(name + ".weight", new long[] {from, to});
        shapes.put(name + ".bias", new long[] {to});
    }
}
