package io.tailkeeper.bench.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.observed.Collector.Collected;
import io.tailkeeper.local.Tailkeeper;
import io.tailkeeper.local.session.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An experiment of the packaged services, as collectors of traces and logs see it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ObservedIT {

    /** Services send their spans every few seconds, and a stopped one with its last breath. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String RUN = "tailkeeper.run.id";
    private static final String GENERATION = "tailkeeper.generation";

    @TempDir
    Path folder;

    /** Each line of a log as an object; what the JVM itself says, before any service runs, is none. */
    private static List<JsonNode> objects(Path log) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith("WARNING: ")) {
                continue;
            }
            assertThat(line).as("a line of " + log).startsWith("{").endsWith("}");
            objects.add(MAPPER.readTree(line));
        }
        return objects;
    }

    private void everyLogIsOfJson() throws IOException {
        for (String service : List.of("generator", "detector", "trainer", "metrics")) {
            List<JsonNode> objects = objects(folder.resolve("traced/logs/" + service + ".log"));
            assertThat(objects).isNotEmpty().allSatisfy(line -> {
                assertThat(line.path("service").asText()).isEqualTo(service);
                assertThat(line.path("instance").asText()).isEqualTo(service + "-0");
                assertThat(line.path("message").asText()).isNotEmpty();
                assertThat(line.path("timestamp").asText()).isNotEmpty();
                assertThat(line.path("level").asText()).isNotEmpty();
            });
        }
    }

    @Test
    void aStackTraceIsOneLineOfJson() throws Exception {
        Path home = Path.of(System.getProperty(Running.HOME));
        Path log = folder.resolve("trainer.log");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ProcessBuilder trainer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + home.resolve("trainer-service/service/target/classes/META-INF/jvm.options"),
                        "-jar",
                        home.resolve("trainer-service/service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        trainer.environment()
                .putAll(Map.of(
                        "TAILKEEPER_LOG_JSON", "true",
                        "TAILKEEPER_TRAINER_DIRECTORY", file.resolve("below").toString(),
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                        "QUARKUS_HTTP_PORT", "0"));

        assertThat(trainer.start().waitFor()).isNotZero();

        assertThat(objects(log))
                .anySatisfy(line -> assertThat(line.path("stackTrace").asText())
                        .contains("\n\tat ", "tailkeeper.trainer.directory " + file, "Caused by: "));
    }

    @Tag("long")
    @Test
    void oneTraceShowsASamplesWayFromItsTaskToTheTrainedGeneration() throws Exception {
        try (Collector collector = new Collector()) {
            assertThat(run(collector).waitFor()).as(console()).isZero();

            List<Collected> trained = await().atMost(PATIENCE)
                    .until(() -> named(collector, "train generation"), found -> found.size() == 5);
            Map<String, Collected> byId = collector.spans().stream()
                    .collect(Collectors.toMap(span -> span.trace() + span.id(), Function.identity()));
            assertThat(byId.values())
                    .filteredOn(span -> !span.parent().isEmpty() && !byId.containsKey(span.trace() + span.parent()))
                    .as("spans whose parent is missing")
                    .isEmpty();
            assertThat(trained).extracting(Collected::trace).doesNotHaveDuplicates();
            assertThat(trained).hasSize(5).allSatisfy(training -> {
                List<Collected> trace = collector.spans().stream()
                        .filter(span -> span.trace().equals(training.trace()))
                        .toList();
                assertThat(wayOf(training, byId)).as("of a sample").containsExactlyElementsOf(wayToTraining(training));
                assertThat(trace)
                        .filteredOn(span -> span.name().equals("plan generation"))
                        .singleElement()
                        .satisfies(plan -> assertThat(plan.attributes())
                                .containsEntry(
                                        RUN,
                                        Objects.requireNonNull(
                                                training.attributes().get(RUN)))
                                .containsEntry(
                                        GENERATION,
                                        Objects.requireNonNull(
                                                training.attributes().get(GENERATION))));
                assertThat(trace)
                        .filteredOn(span -> span.name().equals("generations.trained.v1 publish"))
                        .singleElement()
                        .satisfies(told -> assertThat(told.parent()).isEqualTo(training.id()));
                assertThat(trace)
                        .filteredOn(span -> span.name().equals("samples.scored.v1 receive"))
                        .hasSizeGreaterThan(50)
                        .allSatisfy(sample -> assertThat(sample.service()).isEqualTo("trainer"));
            });
            everyLogIsOfJson();
        }
    }

    /** Services and names from the root to a span. */
    private static List<String> wayOf(Collected span, Map<String, Collected> byId) {
        List<String> way = new ArrayList<>();
        for (Collected at = span; at != null; at = byId.get(at.trace() + at.parent())) {
            way.addFirst(at.service() + " " + at.name());
        }
        return way;
    }

    private static List<String> wayToTraining(Collected training) {
        List<String> way = new ArrayList<>(List.of(
                "generator plan generation",
                "generator sampling.tasks.v1 publish",
                "generator sampling.tasks.v1 receive",
                "generator sampling.tasks.v1 process",
                "generator samples.collected.v1 publish",
                "detector samples.collected.v1 process",
                "trainer train generation"));
        if ("0".equals(training.attributes().get(GENERATION))) {
            way.addAll(0, List.of("generator runs.requested.v1 receive", "generator runs.requested.v1 process"));
        }
        return way;
    }

    private static List<Collected> named(Collector collector, String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }

    private Process run(Collector collector) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Running.HOME + "=" + System.getProperty(Running.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                Tailkeeper.class.getName()));
        command.addAll(Arrays.asList(
                "run", "--preset", "smoke", "--output", folder.resolve("traced").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment()
                .putAll(Map.of(
                        "TAILKEEPER_LOG_JSON", "true",
                        "QUARKUS_OTEL_TRACES_SAMPLER_ARG", "1",
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        return builder.start();
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
