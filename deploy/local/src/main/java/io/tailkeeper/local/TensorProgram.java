package io.tailkeeper.local;

import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.local.stack.StackException;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program with a model in it, run in a process of its own with the allocator and threads that the services get. */
final class TensorProgram {

    private static final String INCUBATOR = "WARNING: Using incubator modules"; // nothing that a user could mend
    private static final Path ROOM = Path.of("deploy", "bench", "target");

    private TensorProgram() {}

    /**
     * Runs it on this terminal.
     *
     * @param threads of a tensor operation
     * @param device where its models live
     * @return its exit status
     */
    static int run(String mainClass, int threads, String device, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-D" + ModelDevice.PROPERTY + "=" + device));
        command.addAll(TensorProcess.VECTORS);
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(TensorProcess.environment());
        Process process = builder.start();
        try (BufferedReader messages = process.errorReader()) {
            messages.lines().filter(line -> !line.startsWith(INCUBATOR)).forEach(System.err::println);
        }
        return process.waitFor();
    }

    private static String classPath() throws IOException {
        Path target = Path.of(System.getProperty(Tailkeeper.HOME, ""))
                .toAbsolutePath()
                .normalize()
                .resolve(ROOM);
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new StackException(target + " holds no packaged program; build it with ./tailkeeper test");
        }
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("bench-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException(target + " holds no jar; build it with ./tailkeeper test"));
            return jar + File.pathSeparator + target.resolve("lib").resolve("*");
        }
    }
}
