package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Where the trainer is; for people who watch. Nothing depends on it and any of it may be lost.
 *
 * @param runId the run
 * @param generation the generation
 * @param phase what the trainer is doing
 * @param done units of the phase done: steps when training, documents and items when evaluating
 * @param total units of the phase
 * @param loss mean loss of the last steps, in nats a token; null before the first
 * @param tokensPerSecond tokens a second, prompt tokens included; null before the first
 */
public record TrainingProgress(
        String runId,
        int generation,
        Phase phase,
        int done,
        int total,
        @Nullable Double loss,
        @Nullable Double tokensPerSecond) {

    /** The phases of a generation in the trainer. */
    public enum Phase {
        @JsonProperty("selecting")
        SELECTING,
        @JsonProperty("training")
        TRAINING,
        @JsonProperty("evaluating")
        EVALUATING
    }

    public TrainingProgress {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_000);
        Checks.present("phase", phase);
        Checks.within("total", total, 1, Integer.MAX_VALUE);
        Checks.within("done", done, 0, total);
        if (loss != null) {
            Checks.finite("loss", loss);
        }
        if (tokensPerSecond != null) {
            Checks.notNegative("tokensPerSecond", tokensPerSecond);
        }
    }

    /** The generation. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }
}
