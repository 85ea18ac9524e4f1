package io.tailkeeper.local;

import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program with a model in it, run in a process of its own with the allocator and threads that the services get. */
final class TensorProgram {

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
                "-D" + ModelDevice.PROPERTY + "=" + device,
                "-cp",
                PackagedProgram.classPath("bench"),
                mainClass));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().putAll(TensorProcess.environment());
        return process.start().waitFor();
    }
}
