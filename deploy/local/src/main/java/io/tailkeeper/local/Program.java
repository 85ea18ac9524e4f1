package io.tailkeeper.local;

import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.TensorProcess;
import io.tailkeeper.process.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program with commands of its own, which gets its arguments as they were typed. */
enum Program {
    BENCH("deploy/bench", "deploy/bench", "io.tailkeeper.bench.BenchCommand", true),
    CONFORMANCE("deploy/conformance", "deploy/conformance", "io.tailkeeper.conformance.ConformanceCommand", false),
    DETECTOR(
            "detector-service/pretrained",
            "detector-service/pretrained",
            "io.tailkeeper.detector.program.DetectorProgram",
            true),
    GENERATE(
            "trainer-service/language-model",
            "deploy/bench", // where the model, PyTorch and the engines lie together
            "io.tailkeeper.languagemodel.models.GenerateCommand",
            true),
    MODEL_CHECK(
            "trainer-service/language-model", "deploy/bench", "io.tailkeeper.languagemodel.models.ModelCheck", true);

    private static final String INCUBATOR = "WARNING: Using incubator modules"; // nothing that a user could mend
    private static final int GRACE_SECONDS = 60; // a broker, a Redis and services end one after the other

    private final String module;
    private final String libraries;
    private final String mainClass;
    private final boolean holdsPyTorch;

    Program(String module, String libraries, String mainClass, boolean holdsPyTorch) {
        this.module = module;
        this.libraries = libraries;
        this.mainClass = mainClass;
        this.holdsPyTorch = holdsPyTorch;
    }

    /** Runs it on this terminal; its exit status. When the launcher is ended, it is ended too, and waited for. */
    int run(List<String> arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        Thread hook = new Thread(() -> end(process), "end-" + name());
        Runtime.getRuntime().addShutdownHook(hook);
        told(process).forEach(System.err::println);
        int status = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return status; // the launcher is ending already
        }
        return status;
    }

    /** Starts it on this terminal; {@link #told} has what it says of faults. */
    Process start(List<String> arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command(arguments)).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
        if (holdsPyTorch) {
            builder.environment().putAll(TensorProcess.environment());
        }
        return builder.start();
    }

    /** What a program says of faults to a person, as it comes, until it ends. */
    static Stream<String> told(Process process) {
        return process.errorReader().lines().filter(line -> !line.startsWith(INCUBATOR));
    }

    private List<String> command(List<String> arguments) throws IOException {
        Path options = Running.repository().resolve(module).resolve("target/classes/META-INF/jvm.options");
        List<String> command = new ArrayList<>(List.of(Jvm.PROGRAM, "@" + options, PackagedProgram.quietLogging()));
        command.addAll(Jvm.crashOptions(name().toLowerCase(Locale.ROOT)));
        command.addAll(List.of(
                "-D" + Running.HOME + "=" + Running.repository(),
                "-cp",
                PackagedProgram.classPath(libraries),
                mainClass));
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
