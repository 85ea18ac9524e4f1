package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged service in a process of its own, so that a test can kill it. */
final class GeneratorProcess implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    /**
     * Starts an instance.
     *
     * @param id the name that it keeps over restarts
     * @param folder where it keeps small files, and its log
     */
    GeneratorProcess(String servers, String id, Path folder) {
        port = new FreePorts().next();
        ProcessBuilder program = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-modules",
                "jdk.incubator.vector",
                "-jar",
                PROGRAM.toString()));
        program.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        servers,
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "TAILKEEPER_INSTANCE_ID",
                        id,
                        "TAILKEEPER_DIRECTORY",
                        folder.resolve(id).toString(),
                        "TAILKEEPER_GENERATOR_DEVICE",
                        "cpu",
                        "TAILKEEPER_GENERATOR_ALLOWED_ROOTS",
                        folder.toString(),
                        "TAILKEEPER_GENERATOR_THREADS",
                        "1"));
        program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(id + ".log").toFile()));
        try {
            process = program.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it answers; empty while it does not. */
    String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean ready() {
        return get("/q/health/ready").contains("\"status\": \"UP\",\n    \"checks\"");
    }

    /** Ends it as a failure of its machine would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
