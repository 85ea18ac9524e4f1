package io.tailkeeper.local;

import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.local.stack.Jvm;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program with a model in it, run in a process of its own with the allocator and threads that the services get. */
final class TensorProgram {

    private static final String INCUBATOR = "WARNING: Using incubator modules"; // nothing that a user could mend

    private TensorProgram() {}

    /**
     * Runs it on this terminal.
     *
     * @param heap what Java may take, tensors come on top: {@code -Xmx…}
     * @param threads of a tensor operation
     * @param device where its models live
     * @return its exit status
     */
    static int run(String heap, String mainClass, int threads, String device, List<String> arguments)
            throws IOException, InterruptedException {
        return awaitEnd(start(heap, mainClass, threads, device, arguments));
    }

    /** Starts it on this terminal; arguments as those of {@link #run}. {@link #awaitEnd} passes its messages on. */
    static Process start(String heap, String mainClass, int threads, String device, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Jvm.PROGRAM,
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dai.djl.offline=true",
                PackagedProgram.quietLogging(),
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-D" + ModelDevice.PROPERTY + "=" + device));
        command.addAll(Jvm.crashOptions("models"));
        command.addAll(TensorProcess.VECTORS);
        command.addAll(List.of("-cp", PackagedProgram.classPath("deploy/bench"), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(TensorProcess.environment());
        return builder.start();
    }

    /** Passes on what it says of faults until it ends, and gives its exit status. */
    static int awaitEnd(Process process) throws IOException, InterruptedException {
        try (BufferedReader messages = process.errorReader()) {
            messages.lines().filter(TensorProgram::isToTell).forEach(System.err::println);
        }
        return process.waitFor();
    }

    /** Whether a line that such a program says of faults is one for a person. */
    static boolean isToTell(String line) {
        return !line.startsWith(INCUBATOR);
    }
}
