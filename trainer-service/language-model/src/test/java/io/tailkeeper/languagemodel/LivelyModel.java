package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.models.Models;
import java.util.Arrays;
import java.util.Random;

/** Tiny models whose weights are all different and large enough that every part shows in the logits, and texts for them. */
public final class LivelyModel {

    public static final ModelConfig GPT2 = new ModelConfig(2, 2, 16, 12, 300);
    public static final ModelConfig GPT2_TANH =
            new ModelConfig(2, 2, 16, 12, 300, new Family.Gpt2(Family.Gelu.TANH, 1e-3));
    public static final ModelConfig LLAMA_MULTI_HEAD = llama(4, 4, 4, true);
    public static final ModelConfig LLAMA_GROUPED = llama(4, 2, 4, true);
    public static final ModelConfig LLAMA_MULTI_QUERY = llama(4, 1, 4, true);
    public static final ModelConfig LLAMA_UNTIED_WIDE_HEADS = llama(6, 3, 8, false);

    private LivelyModel() {}

    private static ModelConfig llama(int heads, int keyValueHeads, int headSize, boolean tied) {
        return new ModelConfig(2, heads, 16, 12, 300, new Family.Llama(keyValueHeads, headSize, 28, 100, 1e-3, tied));
    }

    public static LanguageModel of(ModelConfig config) {
        LanguageModel model = Models.initialise(config, 3);
        Random random = new Random(5);
        model.parameters().forEach((name, tensor) -> {
            float[] values = tensor.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (random.nextGaussian() * 0.2);
            }
            tensor.set(values);
        });
        return model;
    }

    public static int[][] texts(int rows, int length) {
        Random random = new Random(9);
        int[][] texts = new int[rows][];
        Arrays.setAll(
                texts, row -> random.ints(length, 0, GPT2.vocabularySize()).toArray());
        return texts;
    }

    public static NDArray ids(NDManager scope, int[][] texts) {
        long[] flat =
                Arrays.stream(texts).flatMapToInt(Arrays::stream).asLongStream().toArray();
        return scope.create(flat, new Shape(texts.length, texts[0].length));
    }
}
