package io.tailkeeper.bench;

import io.tailkeeper.commandline.UsageException;
import picocli.CommandLine.Option;

/** Which model a bench trains, and how long. */
final class TrainingOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "quickstart",
            description = "A model with new weights: quickstart (0.87 million parameters), small (12.3 million) or gpt2"
                    + " (124 million). Default: quickstart")
    private String preset;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Optimizer steps of the training. Default: 100")
    private int steps;

    /** @throws UsageException when no preset is called that */
    ModelPreset preset() {
        return ModelPreset.named(preset);
    }

    /** @throws UsageException when there are none */
    int steps() {
        if (steps < 1) {
            throw new UsageException("--steps must be at least 1");
        }
        return steps;
    }
}
