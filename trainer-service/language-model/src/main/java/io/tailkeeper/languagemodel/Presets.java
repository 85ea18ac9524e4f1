package io.tailkeeper.languagemodel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Model shapes by name, smallest first. */
final class Presets {

    private static final Map<String, ModelConfig> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("nano", new ModelConfig(1, 2, 32, 32, 512));
        SHAPES.put("quickstart", new ModelConfig(3, 4, 128, 64, 2048));
        SHAPES.put("small", new ModelConfig(6, 6, 384, 256, 4096));
        Family gpt2 = new Family.Gpt2(Family.Gelu.TANH, 1e-5);
        SHAPES.put("gpt2", new ModelConfig(12, 12, 768, 1024, 50_257, gpt2));
        Family smolLm2 = new Family.Llama(3, 64, 1536, 100_000, 1e-5, true);
        SHAPES.put("smollm2-135m", new ModelConfig(30, 9, 576, 8192, 49_152, smolLm2));
    }

    private Presets() {}

    static Set<String> names() {
        return Collections.unmodifiableSet(SHAPES.keySet());
    }

    static ModelConfig named(String name) {
        ModelConfig shape = SHAPES.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no model preset \"" + name + "\"; choose one of "
                    + String.join(", ", SHAPES.keySet()) + ", or give the sizes one by one");
        }
        return shape;
    }
}
