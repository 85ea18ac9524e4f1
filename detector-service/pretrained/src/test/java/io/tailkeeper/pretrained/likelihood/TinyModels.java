package io.tailkeeper.pretrained.likelihood;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.util.Random;

/** Language models of some thousand weights, large enough that their distributions are far from uniform. */
final class TinyModels {

    static final int CONTEXT = 16;

    private TinyModels() {}

    /** A GPT-2 of two layers. */
    static LanguageModel model(int context, int vocabulary, long seed) {
        LanguageModel model = Models.initialise(new ModelConfig(2, 2, 16, context, vocabulary), seed);
        Random random = new Random(seed);
        model.parameters().values().forEach(tensor -> {
            float[] values = tensor.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (random.nextGaussian() * 0.3);
            }
            tensor.set(values);
        });
        return model;
    }

    static PretrainedModel of(int context, int vocabulary, long seed) {
        return new PretrainedModel(model(context, vocabulary, seed), Gpt2RanksTokenizer.of(vocabulary));
    }

    /** Next-token logits of rows of equally many tokens, (rows, length, V). */
    static double[][][] logits(LanguageModel model, int[][] rows) {
        int length = rows[0].length;
        long[] flat = new long[rows.length * length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / length][i % length];
        }
        int vocabulary = model.config().vocabularySize();
        double[][][] logits = new double[rows.length][length][vocabulary];
        try (NDManager scope = model.manager().newSubManager()) {
            float[] values = model.logits(scope.create(flat, new Shape(rows.length, length)))
                    .toFloatArray();
            for (int i = 0; i < values.length; i++) {
                logits[i / (length * vocabulary)][i / vocabulary % length][i % vocabulary] = values[i];
            }
        }
        return logits;
    }

    /** Probabilities of the first logits, the others left out. */
    static double[] probabilities(double[] logits, int of) {
        double sum = 0;
        double[] probabilities = new double[of];
        for (int i = 0; i < of; i++) {
            sum += Math.exp(logits[i]);
        }
        for (int i = 0; i < of; i++) {
            probabilities[i] = Math.exp(logits[i]) / sum;
        }
        return probabilities;
    }
}
