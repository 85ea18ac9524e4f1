package io.tailkeeper.languagemodel;

import java.util.SortedMap;
import java.util.TreeMap;

/** The weights of each family: their names, which are those of Hugging Face, and shapes. */
final class ParameterShapes {

    private ParameterShapes() {}

    /** GPT-2, without the prefix {@code transformer.}; projections are (in, out). */
    static SortedMap<String, long[]> gpt2(ModelConfig config) {
        long width = config.embeddingSize();
        SortedMap<String, long[]> shapes = new TreeMap<>();
        shapes.put("wte.weight", new long[] {config.vocabularySize(), width});
        shapes.put("wpe.weight", new long[] {config.contextLength(), width});
        put(shapes, "ln_f", width);
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            put(shapes, block + "ln_1", width);
            put(shapes, block + "ln_2", width);
            put(shapes, block + "attn.c_attn", width, 3 * width);
            put(shapes, block + "attn.c_proj", width, width);
            put(shapes, block + "mlp.c_fc", width, 4 * width);
            put(shapes, block + "mlp.c_proj", 4 * width, width);
        }
        return shapes;
    }

    private static void put(SortedMap<String, long[]> shapes, String name, long... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new long[] {weight[weight.length - 1]});
    }

    /** Llama; projections are (out, in). */
    static SortedMap<String, long[]> llama(ModelConfig config, Family.Llama llama) {
        long width = config.embeddingSize();
        long queries = (long) config.heads() * llama.headSize();
        long keys = (long) llama.keyValueHeads() * llama.headSize();
        long inner = llama.feedForwardSize();
        SortedMap<String, long[]> shapes = new TreeMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {config.vocabularySize(), width});
        shapes.put("model.norm.weight", new long[] {width});
        if (!llama.tiedHead()) {
            shapes.put("lm_head.weight", new long[] {config.vocabularySize(), width});
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            shapes.put(block + "input_layernorm.weight", new long[] {width});
            shapes.put(block + "self_attn.q_proj.weight", new long[] {queries, width});
            shapes.put(block + "self_attn.k_proj.weight", new long[] {keys, width});
            shapes.put(block + "self_attn.v_proj.weight", new long[] {keys, width});
            shapes.put(block + "self_attn.o_proj.weight", new long[] {width, queries});
            shapes.put(block + "post_attention_layernorm.weight", new long[] {width});
            shapes.put(block + "mlp.gate_proj.weight", new long[] {inner, width});
            shapes.put(block + "mlp.up_proj.weight", new long[] {inner, width});
            shapes.put(block + "mlp.down_proj.weight", new long[] {width, inner});
        }
        return shapes;
    }
}
