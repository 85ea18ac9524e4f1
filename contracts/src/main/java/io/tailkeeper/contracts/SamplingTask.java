package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of samples that any generator instance can produce, always with the same text.
 *
 * @param run the run, whole: a task needs nothing else to be done
 * @param generation the generation the samples are for
 * @param part which samples
 * @param firstIndex index of the first sample within its part
 * @param count number of samples
 * @param checkpoint the model that writes, or edits; null for human parts that nobody edits
 */
public record SamplingTask(
        RunRequested run,
        int generation,
        Part part,
        int firstIndex,
        int count,
        @Nullable CheckpointReference checkpoint) {

    /** The parts of a generation, and of the held-out text of a run. */
    public enum Part {
        /** Human documents of the pool. */
        @JsonProperty("human")
        HUMAN,
        /** Documents of the pool whose continuation the previous generation's model writes. */
        @JsonProperty("synthetic")
        SYNTHETIC,
        /** Labelled pairs that calibrate the detector: index i is a human document and, with the same prompt, a written one. */
        @JsonProperty("calibration")
        CALIBRATION,
        /** Held-out human documents for tuning. */
        @JsonProperty("validation")
        VALIDATION,
        /** Held-out human documents for reported figures. */
        @JsonProperty("test")
        TEST
    }

    public SamplingTask {
        Checks.present("run", run);
        Checks.within("generation", generation, 0, 1_001);
        Checks.present("part", part);
        Checks.within("count", count, 1, 65_536);
        Checks.within("firstIndex", firstIndex, 0, Integer.MAX_VALUE - count);
        boolean needsModel =
                part == Part.SYNTHETIC || part == Part.CALIBRATION || editsHumanText(run, generation, part);
        if (needsModel != (checkpoint != null)) {
            throw new IllegalArgumentException(
                    "checkpoint: a task of part " + part + (needsModel ? " needs one" : " has none"));
        }
    }

    private static boolean editsHumanText(RunRequested run, int generation, Part part) {
        return part == Part.HUMAN && run.specification().data().edits(generation);
    }

    /** The model of a part that a model writes, or edits. */
    public CheckpointReference writer() {
        return Objects.requireNonNull(checkpoint, "the model that writes " + part);
    }

    /** The key of the task: {@code runId:generation:part:firstIndex}. */
    public String taskId() {
        return run.runId() + ":" + generation + ":" + part.name().toLowerCase(java.util.Locale.ROOT) + ":" + firstIndex;
    }
}
