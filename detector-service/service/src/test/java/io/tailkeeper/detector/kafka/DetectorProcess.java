package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service with the detector of n-grams, in a process of its own, so that a test can end it as it likes. */
final class DetectorProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30; // it ends the batch that it is scoring

    private static final String PROGRAM = System.getProperty("tailkeeper.program");

    private final Process process;
    private final int port;

    private DetectorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param folder for the log and the small files, the same in every session */
    static DetectorProcess start(String servers, Path folder) {
        try {
            int port = new FreePorts().next();
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-jar",
                            PROGRAM)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("detector.log").toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            servers,
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(port),
                            "TAILKEEPER_INSTANCE_ID",
                            "restarted",
                            "TAILKEEPER_DIRECTORY",
                            folder.toString(),
                            "TAILKEEPER_DETECTOR_DETECTORS",
                            "ngrams",
                            "TAILKEEPER_DETECTOR_BATCH_SIZE",
                            "8"));
            return new DetectorProcess(builder.start(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its readiness is up. */
    boolean isReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
            return client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and after a while SIGKILL. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("the detector did not stop within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
