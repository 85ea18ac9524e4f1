package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.trainer.testing.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged trainer as a process of its own, to be stopped and killed. */
final class TrainerProgram implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60; // a JVM that is still starting ends late

    private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://\\S+)");

    private final Process process;
    private final Path log;

    private TrainerProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param folder its folder; the log lies beside it */
    static TrainerProgram start(String servers, Path folder) throws IOException {
        return start(servers, folder, Map.of());
    }

    /** @param settings further environment variables */
    static TrainerProgram start(String servers, Path folder, Map<String, String> settings) throws IOException {
        Path log = Files.createTempFile(folder.toAbsolutePath().getParent(), "trainer", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        PROGRAM.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", servers,
                        "QUARKUS_HTTP_PORT", "0",
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "TAILKEEPER_TRAINER_DIRECTORY", folder.toString(),
                        "TAILKEEPER_TRAINER_THREADS", "1",
                        "OMP_WAIT_POLICY", "PASSIVE"));
        builder.environment().putAll(settings);
        return new TrainerProgram(builder.start(), log);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a health check says, {@code ready} or {@code live}; empty while nothing answers. */
    String health(String check) {
        Matcher address = ADDRESS.matcher(log());
        if (!address.find()) {
            return "";
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address.group(1) + "/q/health/" + check))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean up(String check) {
        String said = health(check);
        return !said.isEmpty() && !said.contains("DOWN");
    }

    boolean ready() {
        return up("ready");
    }

    boolean alive() {
        return up("live");
    }

    void awaitReady() {
        Broker.patiently().until(this::ready);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to stop; returns how long that took. */
    Duration stop() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    @Override
    public void close() {
        kill();
    }
}
