package io.tailkeeper.kubernetes.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the test, with its output in a file. */
final class Child implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60; // a JVM that is still starting ends late

    private final Path log;
    private final Process process;

    Child(Path log, List<String> command, Map<String, String> environment) throws IOException {
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** A program of the class path of the tests. */
    static Child java(Path log, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program(), "-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new Child(log, command, Map.of());
    }

    /** The Java that runs the tests. */
    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What it has said. */
    String said() throws IOException {
        return Files.readString(log);
    }

    boolean lives() {
        return process.isAlive();
    }

    /** Waits for its end. */
    void end(int status) throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(said())
                .isTrue();
        assertThat(process.exitValue()).as(said()).isEqualTo(status);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
