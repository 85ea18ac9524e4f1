package io.tailkeeper.bench;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trainings that are killed beside one left alone. */
@Command(
        name = "resume",
        description = "Exactness: a training killed 20 times at random steps beside one left alone.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class ResumeCommand implements Callable<Integer> {

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

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        ModelPreset model = ModelPreset.named(preset);
        if (steps < 1) {
            throw new UsageException("--steps must be at least 1");
        }
        output.check();
        tensors.setUp(TensorProcess.trainerThreads());
        output.take(Bench.resume(model, steps));
        return 0;
    }
}
