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

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "quickstart",
            description = "A model with new weights: quickstart (0.87 million parameters), small (12.3 million) or gpt2"
                    + " (124 million). Default: quickstart")
    private String preset;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Numbers of forward and backward pass, float32 or bf16. Default: float32")
    private String precision;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Optimizer steps that are measured. Default: 100")
    private int steps;

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        ModelPreset model = ModelPreset.named(preset);
        Precision numbers =
                switch (precision) {
                    case "float32" -> Precision.FLOAT32;
                    case "bf16" -> Precision.BF16;
                    default ->
                        throw new UsageException(
                                "--precision \"" + precision + "\" is unknown; allowed are float32, bf16");
                };
        if (steps < 1) {
            throw new UsageException("--steps must be at least 1");
        }
        output.check();
        tensors.setUp(TensorProcess.trainerThreads());
        output.take(Bench.trainer(model, numbers, steps));
        return 0;
    }
}
