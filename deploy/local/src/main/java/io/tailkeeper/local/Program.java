package io.tailkeeper.local;

import io.tailkeeper.local.stack.Jvm;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A program with commands of its own, which gets its arguments as they were typed. */
enum Program {
    BENCH("deploy/bench", "io.tailkeeper.bench.BenchCommand", true),
    CONFORMANCE("deploy/conformance", "io.tailkeeper.conformance.ConformanceCommand", false),
    DETECTOR("detector-service/pretrained", "io.tailkeeper.detector.program.DetectorProgram", true);

    private static final int GRACE_SECONDS = 60; // a broker, a Redis and services end one after the other

    private final String room;
    private final String mainClass;
    private final boolean holdsPyTorch;

    Program(String room, String mainClass, boolean holdsPyTorch) {
        this.room = room;
        this.mainClass = mainClass;
        this.holdsPyTorch = holdsPyTorch;
    }

    /** Runs it on this terminal; its exit status. When the launcher is ended, it is ended too, and waited for. */
    int run(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command(arguments)).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
        if (holdsPyTorch) {
            builder.environment().putAll(TensorProcess.environment());
        }
        Process process = builder.start();
        Thread hook = new Thread(() -> end(process), "end-" + name());
        Runtime.getRuntime().addShutdownHook(hook);
        int status = TensorProgram.awaitEnd(process);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return status; // the launcher is ending already
        }
        return status;
    }

    private List<String> command(List<String> arguments) throws IOException {
        Path options = Running.repository().resolve(room).resolve("target/classes/META-INF/jvm.options");
        List<String> command = new ArrayList<>(List.of(Jvm.PROGRAM, "@" + options, PackagedProgram.quietLogging()));
        command.addAll(Jvm.crashOptions(name().toLowerCase(Locale.ROOT)));
        command.addAll(List.of(
                "-D" + Running.HOME + "=" + Running.repository(), "-cp", PackagedProgram.classPath(room), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static void end(Process process) {
        try {
            process.destroy();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
