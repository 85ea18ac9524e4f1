package io.tailkeeper.bench;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.languagemodel.DecodingEngine;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.TextGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Decoding with the key-value cache, at several batch sizes: tokens/s of batch 64 beside batch 1 of the same process, beside
 * the same where it is told how probable each token was, and beside the tensor library where another engine decodes.
 */
final class GeneratorBench {

    private static final int[] BATCHES = {1, 16, 64, 256};
    private static final int COMPARED = 64;
    private static final DecodingStrategy STRATEGY = new DecodingStrategy.TopK(50, 1);

    private static final int LONGEST_PROMPT = 32;
    private static final int LONGEST_TEXT = 256; // what llama2.c writes where nobody says otherwise
    private static final int WARMING = 16; // so that a large model does not spend minutes on it

    private final String name;
    private final LanguageModel model;
    private final TextGenerator generator;
    private final double secondsEach;
    private final int prompt;
    private final int newTokens;

    /**
     * @param name what the result says of the model
     * @param secondsEach how long each batch size is measured, after a third of it to warm up
     */
    GeneratorBench(String name, LanguageModel model, double secondsEach) {
        this.name = name;
        this.model = model;
        generator = new TextGenerator(model);
        this.secondsEach = secondsEach;
        int context = model.config().contextLength();
        prompt = Math.min(LONGEST_PROMPT, context / 2);
        newTokens = Math.min(LONGEST_TEXT, context) - prompt;
    }

    BenchResult run() {
        Map<Integer, Double> speeds = new LinkedHashMap<>();
        for (int batch : BATCHES) {
            System.err.println("measuring batch " + batch);
            speeds.put(batch, speed(generator::write, batch));
        }
        double compared = Objects.requireNonNull(speeds.get(COMPARED), "the compared batch is measured");
        Optional<DecodingEngine> engine = generator.engine(COMPARED);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model", name);
        settings.put("parameters", model.config().parameterCount());
        settings.put("promptTokens", prompt);
        settings.put("newTokens", newTokens);
        settings.put("decoding", "top-k 50");
        settings.put(
                "engine",
                engine.map(chosen -> chosen.getClass().getSimpleName()).orElse("tensor library"));
        settings.put("threads", ModelDevice.threads());
        settings.put("device", ModelDevice.current().toString());
        Map<String, Double> phases = new LinkedHashMap<>();
        speeds.forEach((batch, speed) -> phases.put("batch " + batch + " tokens/s", speed));
        phases.putAll(beside(compared, engine.isPresent()));
        double alone = Objects.requireNonNull(speeds.get(1), "batch 1 is measured");
        return new BenchResult(
                "generator",
                settings,
                compared,
                "tokens/s at batch " + COMPARED,
                alone,
                "tokens/s at batch 1",
                compared / alone,
                BATCHES.length * secondsEach,
                ResidentMemory.peak(),
                phases);
    }

    /** A way to write. */
    @FunctionalInterface
    private interface Writing {

        Object write(int[][] prompts, int newTokens, DecodingStrategy strategy, long[] seeds);
    }

    /** Other ways to write the same. */
    private Map<String, Double> beside(double compared, boolean engine) {
        Map<String, Double> phases = new LinkedHashMap<>();
        System.err.println("measuring batch " + COMPARED + " with probabilities");
        double telling = speed(generator::writeWithProbabilities, COMPARED);
        phases.put("batch " + COMPARED + " with probabilities", telling);
        phases.put("with probabilities over without", telling / compared);
        if (engine) {
            System.err.println("measuring batch " + COMPARED + " in the tensor library");
            double tensors = speed(new TextGenerator(model, List.of())::write, COMPARED);
            phases.put("batch " + COMPARED + " in tensors", tensors);
            phases.put("engine over tensors", compared / tensors);
        }
        return phases;
    }

    private double speed(Writing measured, int batch) {
        speed(measured, batch, Math.min(newTokens, WARMING), secondsEach / 3);
        return speed(measured, batch, newTokens, secondsEach);
    }

    private double speed(Writing measured, int batch, int tokens, double atLeast) {
        SplittableRandom random = new SplittableRandom(batch);
        long written = 0;
        long begun = System.nanoTime();
        double seconds = 0;
        while (seconds < atLeast) {
            int[][] prompts = new int[batch][prompt];
            for (int[] row : prompts) {
                for (int i = 0; i < prompt; i++) {
                    row[i] = random.nextInt(model.config().vocabularySize());
                }
            }
            Object unused = measured.write(
                    prompts, tokens, STRATEGY, random.longs(batch).toArray());
            written += (long) batch * tokens;
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        return written / seconds;
    }
}
