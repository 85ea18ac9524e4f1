package io.tailkeeper.bench;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training beside matrix products. */
@Command(
        name = "trainer",
        description = "Training: model GFLOP/s beside the matrix-product peak on the same threads.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class TrainerCommand implements Callable<Integer> {

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Numbers of forward and backward pass, float32 or bf16. Default: float32")
    private String precision;

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        ModelPreset model = training.preset();
        Precision numbers =
                switch (precision) {
                    case "float32" -> Precision.FLOAT32;
                    case "bf16" -> Precision.BF16;
                    default ->
                        throw new UsageException(
                                "--precision \"" + precision + "\" is unknown; allowed are float32, bf16");
                };
        int steps = training.steps();
        output.check();
        tensors.setUp(TensorProcess.trainerThreads());
        output.take(Bench.trainer(model, numbers, steps));
        return 0;
    }
}
