package io.tailkeeper.bench;

import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.TextGenerator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Decoding with the key-value cache, at several batch sizes: tokens/s of batch 64 beside batch 1 of the same process. */
final class GeneratorBench {

    private static final int[] BATCHES = {1, 16, 64, 256};
    private static final int COMPARED = 64;
    private static final DecodingStrategy STRATEGY = new DecodingStrategy.TopK(50, 1);

    private final ModelPreset preset;
    private final double secondsEach;

    /** @param secondsEach how long each batch size is measured, after as long a warm-up at most */
    GeneratorBench(ModelPreset preset, double secondsEach) {
        this.preset = preset;
        this.secondsEach = secondsEach;
    }

    BenchResult run() {
        var shape = preset.model();
        ModelConfig config = new ModelConfig(
                shape.layers(), shape.heads(), shape.embeddingSize(), shape.contextLength(), shape.vocabularySize());
        Map<Integer, Double> speeds = new LinkedHashMap<>();
        try (LanguageModel model = LanguageModel.initialise(config, 1)) {
            for (int batch : BATCHES) {
                speed(model, batch, secondsEach / 3);
                speeds.put(batch, speed(model, batch, secondsEach));
            }
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("preset", preset.word());
        settings.put("parameters", config.parameterCount());
        settings.put("promptTokens", config.contextLength() / 2);
        settings.put("newTokens", config.contextLength() / 2);
        settings.put("decoding", "top-k 50");
        settings.put("threads", Bench.threads());
        Map<String, Double> phases = new LinkedHashMap<>();
        speeds.forEach((batch, speed) -> phases.put("batch " + batch + " tokens/s", speed));
        double alone = speeds.get(1);
        return new BenchResult(
                "generator",
                settings,
                speeds.get(COMPARED),
                "tokens/s at batch " + COMPARED,
                alone,
                "tokens/s at batch 1",
                speeds.get(COMPARED) / alone,
                BATCHES.length * secondsEach,
                ResidentMemory.peak(),
                phases);
    }

    private static double speed(LanguageModel model, int batch, double atLeast) {
        int half = model.config().contextLength() / 2;
        SplittableRandom random = new SplittableRandom(batch);
        long written = 0;
        long begun = System.nanoTime();
        double seconds = 0;
        while (seconds < atLeast) {
            int[][] prompts = new int[batch][half];
            for (int[] prompt : prompts) {
                for (int i = 0; i < half; i++) {
                    prompt[i] = random.nextInt(model.config().vocabularySize());
                }
            }
            TextGenerator.write(
                    model, prompts, half, STRATEGY, random.longs(batch).toArray());
            written += (long) batch * half;
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        return written / seconds;
    }
}
