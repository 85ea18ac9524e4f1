package io.tailkeeper.languagemodel;

import java.util.HashMap;
import java.util.Map;

/** A decoder once more, in plain loops over doubles: the independent value the real one is held to. */
public interface NaiveModel {

    /** Logits (T, V) of one text. */
    double[][] logits(int[] tokens);

    static NaiveModel of(LanguageModel model) {
        Map<String, float[]> weights = new HashMap<>();
        model.parameters().forEach((name, tensor) -> weights.put(name, tensor.toFloatArray()));
        return switch (model.config().family()) {
            case Family.Gpt2 gpt2 -> new NaiveGpt2(model.config(), gpt2, weights);
            case Family.Llama llama -> new NaiveLlama(model.config(), llama, weights);
        };
    }
}
