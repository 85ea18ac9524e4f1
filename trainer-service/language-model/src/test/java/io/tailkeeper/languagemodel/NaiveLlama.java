package io.tailkeeper.languagemodel;

import java.util.Map;

/** Llama, a vector and a head at a time; the rotation is written as the product of complex numbers that it is. */
public final class NaiveLlama implements NaiveModel {

    private final ModelConfig config;
    private final Family.Llama family;
    private final Map<String, float[]> weights;
    private final boolean neighboursTurn;

    public NaiveLlama(ModelConfig config, Family.Llama family, Map<String, float[]> weights) {
        this(config, family, weights, false);
    }

    /** @param neighboursTurn whether neighbouring components are a complex number, as in llama2.c, not those of two halves */
    public NaiveLlama(ModelConfig config, Family.Llama family, Map<String, float[]> weights, boolean neighboursTurn) {
        this.config = config;
        this.family = family;
        this.weights = weights;
        this.neighboursTurn = neighboursTurn;
    }

    @Override
    public double[][] logits(int[] tokens) {
        int width = config.embeddingSize();
        float[] embedding = weights.get("model.embed_tokens.weight");
        double[][] x = new double[tokens.length][width];
        for (int t = 0; t < tokens.length; t++) {
            for (int c = 0; c < width; c++) {
                x[t][c] = embedding[tokens[t] * width + c];
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            double[][] mixed = attention(norm(x, block + "input_layernorm"), block + "self_attn.");
            for (int t = 0; t < tokens.length; t++) {
                add(x[t], mixed[t]);
            }
            double[][] normed = norm(x, block + "post_attention_layernorm");
            for (int t = 0; t < tokens.length; t++) {
                add(x[t], feedForward(normed[t], block + "mlp."));
            }
        }
        double[][] last = norm(x, "model.norm");
        double[][] logits = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            logits[t] = product(weights.getOrDefault("lm_head.weight", embedding), last[t]);
        }
        return logits;
    }

    private double[][] attention(double[][] x, String name) {
        double[][] queries = new double[x.length][];
        double[][] keys = new double[x.length][];
        double[][] values = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            queries[t] = rotated(product(name + "q_proj", x[t]), t);
            keys[t] = rotated(product(name + "k_proj", x[t]), t);
            values[t] = product(name + "v_proj", x[t]);
        }
        double[][] result = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[config.heads() * family.headSize()];
            for (int head = 0; head < config.heads(); head++) {
                look(head, queries[t], keys, values, t, mixed);
            }
            result[t] = product(name + "o_proj", mixed);
        }
        return result;
    }

    private void look(int head, double[] query, double[][] keys, double[][] values, int position, double[] mixed) {
        int size = family.headSize();
        int own = head * size;
        int shared = head / (config.heads() / family.keyValueHeads()) * size;
        double[] share = new double[position + 1];
        double total = 0;
        for (int s = 0; s <= position; s++) {
            double dot = 0;
            for (int d = 0; d < size; d++) {
                dot += query[own + d] * keys[s][shared + d];
            }
            share[s] = Math.exp(dot / Math.sqrt(size));
            total += share[s];
        }
        for (int s = 0; s <= position; s++) {
            for (int d = 0; d < size; d++) {
                mixed[own + d] += share[s] / total * values[s][shared + d];
            }
        }
    }

    private double[] rotated(double[] heads, int position) {
        int size = family.headSize();
        double[] rotated = new double[heads.length];
        for (int head = 0; head < heads.length; head += size) {
            for (int pair = 0; pair < size / 2; pair++) {
                double angle = position / Math.pow(family.rotaryBase(), 2.0 * pair / size);
                int one = head + (neighboursTurn ? 2 * pair : pair);
                int other = neighboursTurn ? one + 1 : one + size / 2;
                double real = heads[one];
                double imaginary = heads[other];
                rotated[one] = real * Math.cos(angle) - imaginary * Math.sin(angle);
                rotated[other] = real * Math.sin(angle) + imaginary * Math.cos(angle);
            }
        }
        return rotated;
    }

    private double[] feedForward(double[] x, String name) {
        double[] gate = product(name + "gate_proj", x);
        double[] up = product(name + "up_proj", x);
        for (int i = 0; i < up.length; i++) {
            up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
        }
        return product(name + "down_proj", up);
    }

    private double[] product(String name, double[] x) {
        return product(weights.get(name + ".weight"), x);
    }

    private static double[] product(float[] matrix, double[] x) {
        double[] result = new double[matrix.length / x.length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < x.length; j++) {
                result[i] += matrix[i * x.length + j] * x[j];
            }
        }
        return result;
    }

    private double[][] norm(double[][] x, String name) {
        double[][] result = new double[x.length][config.embeddingSize()];
        for (int t = 0; t < x.length; t++) {
            double square = 0;
            for (double value : x[t]) {
                square += value * value;
            }
            double size = Math.sqrt(square / x[t].length + family.normEpsilon());
            for (int c = 0; c < x[t].length; c++) {
                result[t][c] = x[t][c] / size * weights.get(name + ".weight")[c];
            }
        }
        return result;
    }

    private static void add(double[] x, double[] y) {
        for (int c = 0; c < x.length; c++) {
            x[c] += y[c];
        }
    }
}
