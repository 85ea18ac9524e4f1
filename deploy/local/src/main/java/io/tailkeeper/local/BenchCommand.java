package io.tailkeeper.local;

import io.tailkeeper.local.experiment.ExperimentException;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures speed, in a process of its own with the allocator and threads that the services get. */
@Command(
        name = "bench",
        description = {
            "Measure speed, as a ratio to a reference of the same process.",
            "",
            "trainer    training: model GFLOP/s beside the matrix-product peak on the same threads",
            "generator  decoding: tokens/s at batch 64 beside batch 1",
            "resume     exactness: a training killed 20 times at random steps beside one left alone"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Tailkeeper.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

    private static final List<String> NAMES = List.of("trainer", "generator", "resume");
    private static final List<String> PRESETS = List.of("quickstart", "small", "gpt2");
    private static final List<String> PRECISIONS = List.of("float32", "bf16");

    @Parameters(paramLabel = "NAME", description = "trainer, generator or resume")
    private String name;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A model with new weights: quickstart (0.87 million parameters), small (12.3 million)"
                    + " or gpt2 (124 million)."
                    + " Default: quickstart")
    private String preset;

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "A model on disk, in place of --preset; bench generator only.")
    private Path model;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Numbers of forward and backward pass, float32 or bf16; bench trainer only. Default: float32")
    private String precision;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Optimizer steps that are measured. Default: 100")
    private int steps;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of a tensor operation. Default: what the service gets here")
    private Integer threads;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the figures there as one JSON object.")
    private Path output;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("bench", name, NAMES);
        if (preset != null) {
            require("--preset", preset, PRESETS);
        }
        require("--precision", precision, PRECISIONS);
        if (!precision.equals("float32") && !name.equals("trainer")) {
            throw new ExperimentException("--precision " + precision + " is for bench trainer");
        }
        if (model != null && (preset != null || !name.equals("generator"))) {
            throw new ExperimentException("--model " + model
                    + (preset == null ? " is for bench generator" : " and --preset exclude each other; give one"));
        }
        if (model != null && !Files.exists(model)) {
            throw new ExperimentException("--model " + model + " does not exist; give the path of a model");
        }
        if (steps < 1 || (threads != null && threads < 1)) {
            throw new ExperimentException("--steps and --threads must be at least 1");
        }
        if (output != null && Files.isDirectory(output)) {
            throw new ExperimentException("--output " + output + " is a folder; give the path of a file");
        }
        List<String> arguments = new ArrayList<>(List.of(name, measured(), Integer.toString(steps), precision));
        if (output != null) {
            arguments.add(output.toAbsolutePath().toString());
        }
        int usual = name.equals("generator") ? 1 : TensorProcess.trainerThreads();
        return TensorProgram.run(
                name.equals("generator") ? "-Xmx1g" : Service.TRAINER.heap(),
                "io.tailkeeper.bench.Bench",
                threads == null ? usual : threads,
                device.name(),
                arguments);
    }

    private String measured() {
        if (model != null) {
            return model.toAbsolutePath().normalize().toString();
        }
        return preset == null ? PRESETS.getFirst() : preset;
    }

    private static void require(String what, String given, List<String> allowed) {
        if (!allowed.contains(given)) {
            throw new ExperimentException(
                    what + " \"" + given + "\" is unknown; allowed are " + String.join(", ", allowed));
        }
    }
}
