package io.tailkeeper.local;

import io.tailkeeper.local.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged detector service's program for labelled texts, run in a process of its own without the service. */
final class DetectorProcess {

    private static final Path ROOM = Path.of("detector-service", "target", "quarkus-app");
    private static final String PROGRAM = "io.tailkeeper.detector.program.DetectorProgram";

    private DetectorProcess() {}

    /**
     * Runs it on this terminal, in the folder of the launcher.
     *
     * @return its exit status
     */
    static int run(List<String> arguments) throws IOException, InterruptedException {
        Path room = Path.of(System.getProperty(Tailkeeper.HOME, ""))
                .toAbsolutePath()
                .normalize()
                .resolve(ROOM);
        if (!Files.isDirectory(room.resolve("app"))) {
            throw new StackException(room + " holds no packaged program; build it with ./tailkeeper test");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-XX:+UseSerialGC",
                "-cp",
                room.resolve("app").resolve("*")
                        + File.pathSeparator
                        + room.resolve("lib").resolve("main").resolve("*"),
                PROGRAM));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
