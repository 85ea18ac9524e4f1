package io.tailkeeper.bench.services;

import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service in a process of its own, with the heap that it gets in an experiment. */
public final class PackagedService implements RunningService {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int GRACE_SECONDS = 15;

    private final Process process;
    private final String word;
    private final Path pidFile;
    private final Path log;
    private final int port;
    private final Thread hook;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * Where the service is and what it is connected to.
     *
     * @param service which one it is
     * @param program its {@code quarkus-run.jar}
     * @param redis address of the store
     * @param folder for its log, and while it runs for a file with its process id
     */
    public record Place(Service service, Path program, String servers, URI redis, Path folder) {}

    private PackagedService(Process process, int port, Place place) {
        this.process = process;
        word = place.service().word();
        this.port = port;
        log = log(place);
        pidFile = place.folder().resolve(word + "-" + process.pid() + ".pid");
        hook = new Thread(process::destroyForcibly, "end-" + word);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static Path log(Place place) {
        return place.folder().resolve(place.service().word() + ".log");
    }

    /** Starts one and waits until it reads. */
    public static PackagedService start(Place place, Map<String, String> settings) {
        int port = new FreePorts().next();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "@" + place.service().options(Running.repository()),
                "-jar",
                place.program().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(place).toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("OPT_OUT_TRACKING", "true"); // DJL would report its use
        environment.put("TAILKEEPER_INSTANCE_ID", "bench");
        environment.put("TAILKEEPER_DIRECTORY", place.folder().toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", place.servers());
        environment.put("QUARKUS_REDIS_HOSTS", place.redis().toString());
        settings.forEach((name, value) -> environment.put(
                ("TAILKEEPER_" + place.service().word() + "_" + name)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_'),
                value));
        try {
            PackagedService service = new PackagedService(builder.start(), port, place);
            Files.writeString(service.pidFile, Long.toString(service.process.pid()));
            service.awaitReady();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        Deadline deadline = Deadline.in(PATIENCE);
        try {
            while (get("/q/health/ready", 200).isEmpty()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            "the " + word + " service ended with status " + process.exitValue());
                }
                deadline.check(() -> "the " + word + " service did not become ready");
            }
        } catch (IllegalStateException e) {
            close();
            throw new IllegalStateException(e.getMessage() + "; last lines of its log:\n" + lastLines(), e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What it answers at a path of its HTTP API; empty where it does not answer with 200. */
    public String get(String path) {
        return get(path, 200);
    }

    private String get(String path, int status) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == status ? response.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public double counter(String name) {
        return sum(get("/q/metrics", 200), name);
    }

    /** The sum over all labels of a counter. */
    public static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public long residentBytes() {
        return ResidentMemory.of(process.pid());
    }

    @Override
    public double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(pidFile);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            return; // the program is ending: the hook does the same
        }
        http.close();
    }
}
