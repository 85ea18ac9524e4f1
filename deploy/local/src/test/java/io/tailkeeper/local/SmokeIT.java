package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.local.experiment.DetectorChoice;
import io.tailkeeper.local.stack.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as people call it: everything starts, runs, reports and is gone. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SmokeIT {

    @TempDir
    Path folder;

    @Test
    void runsReportsAndLeavesNothingBehind() throws Exception {
        Path output = folder.resolve("out put");

        List<String> arguments = new ArrayList<>(List.of("run", "--preset", "smoke", "--output", output.toString()));
        DetectorChoice.READY.forEach(detector -> arguments.addAll(List.of("--detector", detector)));
        Process launcher = launcher(arguments.toArray(String[]::new));
        assertThat(launcher.waitFor()).as(console()).isZero();

        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.at("/runs")).hasSize(3).allSatisfy(run -> {
            assertThat(run.at("/status").asText()).isEqualTo("completed");
            assertThat(run.at("/generations"))
                    .hasSize(run.at("/specification/generations").asInt() + 1)
                    .allSatisfy(each -> {
                        assertThat(each.at("/perplexityRatio").asDouble()).isBetween(0.2, 5.0);
                        assertThat(each.at("/books/balanced").asBoolean()).isTrue();
                        assertThat(each.at("/checkpointSha256").asText()).hasSize(64);
                    });
        });
        drawsAgainWhatTheTrainerDrew(report);
        assertThat(report.at("/cost/throughput"))
                .allSatisfy(work -> assertThat(work.at("/count").asDouble()).isPositive());
        assertThat(report.at("/cost/memory/peakOfSum").asLong()).isBetween(1L << 28, 6L << 30);
        assertThat(Files.readString(output.resolve("report.html"))).contains("human share");
        assertThat(Files.readAllLines(output.resolve("generations.csv"))).hasSize(1 + 1 + 3 + 3);
        assertThat(console()).contains("arm ", "protected", "completed in ");
        assertNothingLeft();
    }

    /** What metrics finds for the deciding detector by itself is the selection that was trained on, to the last bit. */
    private static void drawsAgainWhatTheTrainerDrew(JsonNode report) {
        for (JsonNode run : report.at("/runs")) {
            boolean selects = run.at("/specification/selection/method").asText().equals("resample");
            for (JsonNode detector : run.at("/detectors")) {
                assertThat(detector.at("/calibration/quality/samples").asInt())
                        .as(detector.at("/detectorId").asText())
                        .isPositive();
                if (!detector.at("/deciding").asBoolean()) {
                    continue; // a shadow may still be scoring when the run is over
                }
                JsonNode generation =
                        run.at("/generations/" + detector.at("/generation").asInt());
                JsonNode again = detector.at("/figures/wouldSelect/selection");
                assertThat(detector.at("/figures/quality/auroc").asDouble()).isBetween(0.5, 1.0);
                assertThat(again.isObject()).isEqualTo(selects);
                if (selects) {
                    assertThat(again.at("/effectiveSampleSize")).isEqualTo(generation.at("/effectiveSampleSize"));
                    assertThat(again.at("/bias")).isEqualTo(generation.at("/bias"));
                    assertThat(again.at("/humanShareAfter")).isEqualTo(generation.at("/humanShareAfterSelection"));
                }
            }
        }
        assertThat(report.findValues("detectors"))
                .anySatisfy(detectors -> assertThat(detectors.findValuesAsText("detectorId"))
                        .contains(DetectorChoice.READY.toArray(String[]::new)));
    }

    @Test
    void terminatedLauncherStopsEverything() throws Exception {
        Process launcher = launcher("up", "--output", folder.resolve("up").toString());
        await().atMost(Duration.ofMinutes(2)).until(() -> console().contains("Ctrl-C stops everything"));
        assertThat(Processes.marked(folder)).hasSizeGreaterThan(5);

        interrupt(launcher);

        assertThat(launcher.waitFor()).isEqualTo(130);
        assertNothingLeft();
    }

    @Test
    void interruptedRunStopsEverythingAndReportsWhatThereIs() throws Exception {
        Path output = folder.resolve("interrupted");
        Process launcher = launcher("run", "--output", output.toString());
        await().atMost(Duration.ofMinutes(2)).until(() -> console().contains("dashboard http"));

        interrupt(launcher);

        assertThat(launcher.waitFor()).isEqualTo(130);
        assertThat(console()).contains("not completed in ", "stopped before its end");
        assertThat(output.resolve("report.html")).exists();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.at("/runs"))
                .hasSize(5)
                .allSatisfy(run -> assertThat(run.at("/status").asText()).isNotEqualTo("completed"));
        assertNothingLeft();
    }

    private static void interrupt(Process launcher) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(launcher.pid()))
                .start()
                .waitFor();
    }

    /** What a command is put behind, so that it hears Ctrl-C even where whoever runs the tests ignores it. */
    private static List<String> hearingInterrupts() throws IOException {
        List<String> env = List.of("/usr/bin/env", "--default-signal=INT");
        List<String> attempt = new ArrayList<>(env);
        attempt.add("true");
        try {
            return new ProcessBuilder(attempt).start().waitFor() == 0 ? env : List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNothingLeft() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Processes.marked(folder)).isEmpty());
    }

    private Process launcher(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(hearingInterrupts());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Tailkeeper.HOME + "=" + System.getProperty(Tailkeeper.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                Tailkeeper.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start();
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
