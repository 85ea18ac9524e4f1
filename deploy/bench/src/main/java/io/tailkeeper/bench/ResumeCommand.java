package io.tailkeeper.bench;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trainings that are killed beside one left alone. */
@Command(
        name = "resume",
        description = "Exactness: a training killed 20 times at random steps beside one left alone.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private TrainingOptions training;

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        ModelPreset model = training.preset();
        int steps = training.steps();
        output.check();
        tensors.setUp(TensorProcess.trainerThreads());
        output.take(Bench.resume(model, steps));
        return 0;
    }
}
