package io.tailkeeper.languagemodel;

import java.util.Map;

/** GPT-2. */
final class NaiveGpt2 implements NaiveModel {

    private final ModelConfig config;
    private final Family.Gpt2 family;
    private final Map<String, float[]> weights;

    NaiveGpt2(ModelConfig config, Family.Gpt2 family, Map<String, float[]> weights) {
        this.config = config;
        this.family = family;
        this.weights = weights;
    }

    @Override
    public double[][] logits(int[] tokens) {
        int width = config.embeddingSize();
        double[][] x = new double[tokens.length][width];
        for (int t = 0; t < tokens.length; t++) {
            for (int c = 0; c < width; c++) {
                x[t][c] = weights.get("wte.weight")[tokens[t] * width + c] + weights.get("wpe.weight")[t * width + c];
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            add(x, attention(norm(x, block + "ln_1"), block));
            add(x, feedForward(norm(x, block + "ln_2"), block));
        }
        double[][] last = norm(x, "ln_f");
        double[][] logits = new double[tokens.length][config.vocabularySize()];
        for (int t = 0; t < tokens.length; t++) {
            for (int v = 0; v < config.vocabularySize(); v++) {
                for (int c = 0; c < width; c++) {
                    logits[t][v] += last[t][c] * weights.get("wte.weight")[v * width + c];
                }
            }
        }
        return logits;
    }

    private double[][] attention(double[][] x, String block) {
        int width = config.embeddingSize();
        int size = config.headSize();
        double[][] qkv = project(x, block + "attn.c_attn", 3 * width);
        double[][] mixed = new double[x.length][width];
        for (int head = 0; head < config.heads(); head++) {
            for (int t = 0; t < x.length; t++) {
                double[] share = new double[t + 1];
                double total = 0;
                for (int s = 0; s <= t; s++) {
                    double dot = 0;
                    for (int d = 0; d < size; d++) {
                        dot += qkv[t][head * size + d] * qkv[s][width + head * size + d];
                    }
                    share[s] = Math.exp(dot / Math.sqrt(size));
                    total += share[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int d = 0; d < size; d++) {
                        mixed[t][head * size + d] += share[s] / total * qkv[s][2 * width + head * size + d];
                    }
                }
            }
        }
        return project(mixed, block + "attn.c_proj", width);
    }

    private double[][] feedForward(double[][] x, String block) {
        double[][] wide = project(x, block + "mlp.c_fc", 4 * config.embeddingSize());
        for (double[] row : wide) {
            for (int c = 0; c < row.length; c++) {
                row[c] = row[c] * (family.gelu() == Family.Gelu.EXACT ? normalDistribution(row[c]) : logistic(row[c]));
            }
        }
        return project(wide, block + "mlp.c_proj", config.embeddingSize());
    }

    /** (1 + tanh(a)) / 2 of GPT-2's a(x), as 1 / (1 + exp(-2 a)). */
    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
    }

    /** Phi(x) by Simpson's rule from 0. */
    private static double normalDistribution(double x) {
        int steps = 2000;
        double h = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double factor = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += factor * Math.exp(-i * h * i * h / 2);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private double[][] project(double[][] x, String name, int to) {
        float[] weight = weights.get(name + ".weight");
        float[] bias = weights.get(name + ".bias");
        double[][] result = new double[x.length][to];
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < to; j++) {
                result[t][j] = bias[j];
                for (int i = 0; i < x[t].length; i++) {
                    result[t][j] += x[t][i] * weight[i * to + j];
                }
            }
        }
        return result;
    }

    private double[][] norm(double[][] x, String name) {
        double[][] result = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            for (double value : x[t]) {
                mean += value / x[t].length;
            }
            double variance = 0;
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / x[t].length;
            }
            result[t] = new double[x[t].length];
            for (int c = 0; c < x[t].length; c++) {
                result[t][c] =
                        (x[t][c] - mean) / Math.sqrt(variance + family.normEpsilon()) * weights.get(name + ".weight")[c]
                                + weights.get(name + ".bias")[c];
            }
        }
        return result;
    }

    private static void add(double[][] x, double[][] y) {
        for (int t = 0; t < x.length; t++) {
            for (int c = 0; c < x[t].length; c++) {
                x[t][c] += y[t][c];
            }
        }
    }
}
