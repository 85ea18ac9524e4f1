package io.tailkeeper.metrics;

import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, so that a test can kill it. */
final class MetricsProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20; // the grace period that an installation gives it

    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Process process;
    private final int port;
    private final Path log;

    private MetricsProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts an instance; {@code folder} takes its log and its small files. */
    static MetricsProcess start(String name, Map<String, String> connections, Path folder) {
        return start(name, connections, folder, new FreePorts().next());
    }

    /** Starts an instance at the address of one that has ended. */
    MetricsProcess again(String name, Map<String, String> connections, Path folder) {
        return start(name, connections, folder, port);
    }

    private static MetricsProcess start(String name, Map<String, String> connections, Path folder, int port) {
        try {
            Path log = folder.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx384m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            PROGRAM.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            connections.forEach((key, value) ->
                    builder.environment().put(key.replace('.', '_').toUpperCase(Locale.ROOT), value));
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
            builder.environment()
                    .put("TAILKEEPER_DIRECTORY", folder.resolve(name).toString());
            return new MetricsProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** An answer, status 0 while nobody listens. */
    record Answer(int status, String body, String retryAfter) {}

    Answer get(String path) {
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(URI.create(address() + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(null));
        } catch (ConnectException e) {
            return new Answer(0, "", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean ready() {
        return get("/q/health/ready").status() == 200;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Records that its channels have read since it started. */
    long recordsRead() {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{"))
                .filter(line -> !line.contains("topic="))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9} does it. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
