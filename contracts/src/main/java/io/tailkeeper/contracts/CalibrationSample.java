package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.specification.DetectorTrial;
import org.jspecify.annotations.Nullable;

/**
 * Labelled text that is never trained on.
 *
 * <p>The calibration part of generation g holds human documents and, with the same prompts, the continuations that the
 * model of generation g - 1 writes: it calibrates the detector for generation g and shows how the text of model g - 1
 * differs from human text. It exists for g = 1 to generations + 1, so that the last model is measured too. The
 * validation and test parts are held-out human documents, published once for the run that trains generation 0, under
 * generation 0.
 *
 * @param runId the run
 * @param generation the generation calibrated, 0 for held-out parts
 * @param part which part
 * @param index place within the part, 0 to total - 1; calibration: human first, then machine-written in the same order
 * @param total samples in the part
 * @param prompt human text in front of the continuation
 * @param text the continuation
 * @param machineWritten whether a model wrote {@code text}
 * @param tokens {@code text} as the run's model reads it, or wrote it; null for held-out parts, and where the sender has none
 * @param trial what the run asks of its detector; null: nothing
 */
public record CalibrationSample(
        String runId,
        int generation,
        Part part,
        int index,
        int total,
        String prompt,
        String text,
        boolean machineWritten,
        @Nullable TextTokens tokens,
        @Nullable DetectorTrial trial) {

    /** The labelled parts. */
    public enum Part {
        @JsonProperty("calibration")
        CALIBRATION,
        @JsonProperty("validation")
        VALIDATION,
        @JsonProperty("test")
        TEST
    }

    public CalibrationSample {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_001);
        Checks.present("part", part);
        Checks.within("total", total, 1, Integer.MAX_VALUE);
        Checks.within("index", index, 0, total - 1L);
        Checks.text("prompt", prompt, SampleCollected.MAXIMUM_LENGTH);
        Checks.text("text", text, SampleCollected.MAXIMUM_LENGTH);
        if (machineWritten && part != Part.CALIBRATION) {
            throw new IllegalArgumentException("machineWritten: held-out parts are human text");
        }
    }

    /** One whose tokens are not known. */
    public CalibrationSample(
            String runId,
            int generation,
            Part part,
            int index,
            int total,
            String prompt,
            String text,
            boolean machineWritten) {
        this(runId, generation, part, index, total, prompt, text, machineWritten, null, null);
    }

    /** One of a run that asks nothing of its detector. */
    public CalibrationSample(
            String runId,
            int generation,
            Part part,
            int index,
            int total,
            String prompt,
            String text,
            boolean machineWritten,
            @Nullable TextTokens tokens) {
        this(runId, generation, part, index, total, prompt, text, machineWritten, tokens, null);
    }

    /** The generation the part belongs to: the topic's key. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }
}
