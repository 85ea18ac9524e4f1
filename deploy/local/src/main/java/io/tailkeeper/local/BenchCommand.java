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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures speed, in a process of its own with the allocator and threads that the services get. */
@Command(
        name = "bench",
        description = {
            "Measure speed, as a ratio to a reference of the same process.",
            "",
            "trainer    training: model GFLOP/s beside the matrix-product peak on the same threads",
            "generator  decoding: tokens/s at batch 64 beside batch 1",
            "resume     exactness: a training killed 20 times at random steps beside one left alone",
            "detector   documents/s through Kafka beside the encoder alone, linear screen, entropy rate, score cache"
                    + " with and without Redis, 1 to 4 instances, memory; with a broker and a Redis of its own",
            "kills      exactness: a small experiment whose services, broker and Redis are killed at random moments"
                    + " beside the same one left alone",
            "memory     the detector's resident memory at the end beside that after a tenth of --steps samples",
            "fuzz       robustness: mutated records, model files and files of texts through every reader, which must accept or refuse each"
                    + " of them"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Tailkeeper.Version.class,
        subcommands = KillsCommand.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nWith options of its own:%n")
final class BenchCommand implements Callable<Integer> {

    private static final List<String> NAMES = List.of("trainer", "generator", "resume", "detector", "memory", "fuzz");
    private static final List<String> PRESETS = List.of("quickstart", "small", "gpt2");
    private static final int STEPS = 100;
    private static final List<String> PRECISIONS = List.of("float32", "bf16");

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "trainer, generator, resume, detector, memory, fuzz or kills")
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
            description =
                    "Optimizer steps that are measured, default 100; for bench detector and memory the samples that"
                            + " memory is watched over, default 100000")
    private Integer steps;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A text file or a folder of .txt files, whose paragraphs of at least 20 words are the documents;"
                            + " bench detector and memory only. Default: made-up ones of like lengths")
    private Path data;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of a tensor operation; for bench detector texts encoded at the same time."
                    + " Default: what the service gets here")
    private Integer threads;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the figures there as one JSON object.")
    private Path output;

    @Mixin
    private DeviceOption device;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FuzzOptions fuzz;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            throw new ParameterException(
                    spec.commandLine(), "bench: give one of " + String.join(", ", NAMES) + ", kills");
        }
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
        boolean ofTheDetector = name.equals("detector") || name.equals("memory");
        if (data != null && !ofTheDetector) {
            throw new ExperimentException("--data " + data + " is for bench detector and bench memory");
        }
        if (data != null && !Files.exists(data)) {
            throw new ExperimentException("--data " + data + " does not exist; give a text file or a folder");
        }
        if ((steps != null && steps < 1) || (threads != null && threads < 1)) {
            throw new ExperimentException("--steps and --threads must be at least 1");
        }
        OutputPlace.requireFile("--output", output);
        fuzz.check(name);
        if (name.equals("fuzz")) {
            if (preset != null || steps != null || threads != null) {
                throw new ExperimentException("--preset, --steps and --threads are not for bench fuzz");
            }
            return fuzz.run(output);
        }
        if (ofTheDetector) {
            if (preset != null) {
                throw new ExperimentException(
                        "--preset " + preset + " is not for bench " + name + ": its detector is given");
            }
            return new DetectorMeasures(name, threads, steps, data, output).run();
        }
        List<String> arguments =
                new ArrayList<>(List.of(name, measured(), Integer.toString(steps == null ? STEPS : steps), precision));
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
            throw new ExperimentException(what + " \"" + given + "\" is unknown; allowed are "
                    + String.join(", ", allowed) + (allowed.equals(NAMES) ? ", kills" : ""));
        }
    }
}
