package io.tailkeeper.local;

import io.tailkeeper.local.experiment.ExperimentException;
import io.tailkeeper.local.stack.StackException;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures speed, in a process of its own with the allocator and threads that the services get. */
@Command(
        name = "bench",
        description = {
            "Measure speed, as a ratio to a reference of the same process.",
            "",
            "trainer    training: model GFLOP/s beside the matrix-product peak on the same threads",
            "generator  decoding: tokens/s at batch 64 beside batch 1"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Tailkeeper.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

    private static final List<String> NAMES = List.of("trainer", "generator");
    private static final List<String> PRESETS = List.of("quickstart", "small");

    @Parameters(paramLabel = "NAME", description = "trainer or generator")
    private String name;

    @Option(
            names = "--preset",
            paramLabel = "MODEL",
            defaultValue = "quickstart",
            description =
                    "The model: quickstart (0.87 million parameters) or small (12.3 million). Default: quickstart")
    private String preset;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("bench", name, NAMES);
        require("--preset", preset, PRESETS);
        if (steps < 1 || (threads != null && threads < 1)) {
            throw new ExperimentException("--steps and --threads must be at least 1");
        }
        if (output != null && Files.isDirectory(output)) {
            throw new ExperimentException("--output " + output + " is a folder; give the path of a file");
        }
        ProcessBuilder process = new ProcessBuilder(command()).inheritIO();
        process.environment().putAll(TensorProcess.environment());
        return process.start().waitFor();
    }

    private static void require(String what, String given, List<String> allowed) {
        if (!allowed.contains(given)) {
            throw new ExperimentException(
                    what + " \"" + given + "\" is unknown; allowed are " + String.join(", ", allowed));
        }
    }

    private List<String> command() throws IOException {
        int usual = name.equals("trainer") ? TensorProcess.trainerThreads() : 1;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dai.djl.pytorch.num_threads=" + (threads == null ? usual : threads),
                "-cp",
                classPath(),
                "io.tailkeeper.bench.Bench",
                name,
                preset,
                Integer.toString(steps)));
        if (output != null) {
            command.add(output.toAbsolutePath().toString());
        }
        return command;
    }

    private static String classPath() throws IOException {
        Path target = Path.of(System.getProperty(Tailkeeper.HOME, ""))
                .toAbsolutePath()
                .resolve("deploy/bench/target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new StackException(target + " holds no packaged bench; build it with ./tailkeeper test");
        }
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("bench-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException(target + " holds no bench jar; build it again"));
            return jar + File.pathSeparator + target.resolve("lib").resolve("*");
        }
    }
}
