package io.tailkeeper.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged detector service before the kit, as a stranger's would be; its restart is a SIGKILL. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OwnDetectorIT {

    private static final Path PROGRAM = Path.of(
            System.getProperty("tailkeeper.home"), "detector-service/service/target/quarkus-app/quarkus-run.jar");

    @TempDir
    Path folder;

    @Test
    void ourOwnDetectorConforms() throws Exception {
        KafkaBrokerResource broker = new KafkaBrokerResource();
        String servers = broker.start().get("kafka.bootstrap.servers");
        AtomicReference<Process> detector = new AtomicReference<>(start(servers));
        Restart kill = limit -> {
            detector.get().destroyForcibly().waitFor();
            detector.set(start(servers));
            return "";
        };
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Path verdict = folder.resolve("verdict.xml");
        try {
            ConformanceSettings settings = new ConformanceSettings(
                    servers,
                    "encoder",
                    Duration.ofSeconds(60),
                    Optional.empty(),
                    Optional.of(labelled()),
                    Optional.of(verdict));

            boolean conforms = Conformance.judge(
                    settings, Optional.of(kill), new PrintStream(printed, true, StandardCharsets.UTF_8));

            assertThat(conforms).as(printed + log()).isTrue();
        } finally {
            detector.get().destroyForcibly().waitFor();
            broker.stop();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("conforms: detector encoder, 13 checks passed, 0 failed, 0 not run")
                .contains("documents/s: 1000 of 1000");
        assertThat(verdict).content().contains("tests=\"13\" failures=\"0\" errors=\"0\" skipped=\"0\"");
    }

    private Process start(String servers) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        PROGRAM.toAbsolutePath().normalize().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("detector.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", servers,
                        "QUARKUS_HTTP_PORT", "0",
                        "TAILKEEPER_INSTANCE_ID", "judged",
                        "TAILKEEPER_DIRECTORY", folder.toString(),
                        "OPT_OUT_TRACKING", "true"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("detector.log"));
    }

    private Path labelled() throws IOException {
        String lines = IntStream.range(0, 160)
                .mapToObj(i -> "{\"text\": \"" + (i % 2 == 0 ? Texts.human(i) : Texts.machine(i)) + "\", \"label\": \""
                        + (i % 2 == 0 ? "human" : "machine") + "\"}")
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("labelled.jsonl"), lines);
    }
}
