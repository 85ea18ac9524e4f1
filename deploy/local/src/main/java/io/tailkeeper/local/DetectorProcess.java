package io.tailkeeper.local;

import io.tailkeeper.local.stack.Jvm;
import io.tailkeeper.local.stack.StackException;
import io.tailkeeper.local.stack.TensorProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The detectors' program for labelled texts, run in a process of its own. */
final class DetectorProcess {

    private static final Path ROOM = Path.of("detector-service", "pretrained", "target");
    private static final String PROGRAM = "io.tailkeeper.detector.program.DetectorProgram";

    private DetectorProcess() {}

    /**
     * Runs it on this terminal, in the folder of the launcher.
     *
     * @return its exit status
     */
    static int run(List<String> arguments) throws IOException, InterruptedException {
        Path home =
                Path.of(System.getProperty(Running.HOME, "")).toAbsolutePath().normalize();
        Path room = home.resolve(ROOM);
        if (!Files.isDirectory(room.resolve("lib"))) {
            throw new StackException(room + " holds no packaged program; build it with ./tailkeeper test");
        }
        List<String> command = new ArrayList<>(List.of(
                Jvm.PROGRAM,
                "-Xmx4g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dai.djl.offline=true",
                PackagedProgram.quietLogging(),
                "-cp",
                String.join(
                        File.pathSeparator,
                        room.resolve("*").toString(),
                        room.resolve("lib").resolve("*").toString()),
                PROGRAM));
        command.addAll(1, Jvm.crashOptions("detector"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(TensorProcess.environment());
        return builder.start().waitFor();
    }
}
