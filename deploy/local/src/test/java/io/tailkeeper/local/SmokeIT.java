package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.experiment.inputs.DetectorChoice;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.process.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as people call it: everything starts, runs, reports and is gone. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SmokeIT {

    /** Broker, store and four services start within it. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
        assertThat(report.requiredAt("/runs")).hasSize(3).allSatisfy(run -> {
            assertThat(run.requiredAt("/status").asText()).isEqualTo("completed");
            assertThat(run.requiredAt("/generations"))
                    .hasSize(run.requiredAt("/specification/generations").asInt() + 1)
                    .allSatisfy(each -> {
                        assertThat(each.requiredAt("/perplexityRatio").asDouble())
                                .isBetween(0.2, 5.0);
                        assertThat(each.requiredAt("/books/balanced").asBoolean())
                                .isTrue();
                        assertThat(each.requiredAt("/checkpointSha256").asText())
                                .hasSize(64);
                    });
        });
        drawsAgainWhatTheTrainerDrew(report);
        assertThat(report.requiredAt("/cost/throughput")).hasSize(3).allSatisfy(work -> assertThat(
                        work.requiredAt("/count").asDouble())
                .isPositive());
        assertThat(report.requiredAt("/cost/memory/peakOfSum").asLong()).isBetween(1L << 28, 6L << 30);
        assertThat(Files.readString(output.resolve("report.html"))).contains("human share");
        assertThat(Files.readAllLines(output.resolve("generations.csv"))).hasSize(1 + 1 + 3 + 3);
        assertThat(output.resolve("samples"))
                .isDirectoryRecursivelyContaining("glob:**-protected/generation-2/samples.jsonl");
        assertThat(console()).contains("arm ", "protected", "completed in ", "samples of 7 generations");
        assertNothingLeft();
    }

    /** What metrics finds for the deciding detector by itself is the selection that was trained on, to the last bit. */
    private static void drawsAgainWhatTheTrainerDrew(JsonNode report) {
        int compared = 0;
        for (JsonNode run : report.requiredAt("/runs")) {
            boolean selects =
                    run.requiredAt("/specification/selection/method").asText().equals("resample");
            for (JsonNode detector : run.requiredAt("/detectors")) {
                assertThat(detector.requiredAt("/calibration/quality/samples").asInt())
                        .as(detector.requiredAt("/detectorId").asText())
                        .isPositive();
                if (!detector.requiredAt("/deciding").asBoolean()) {
                    continue; // a shadow may still be scoring when the run is over
                }
                assertThat(detector.requiredAt("/figures/quality/auroc").asDouble())
                        .isBetween(0.5, 1.0);
                assertThat(detector.at("/figures/wouldSelect/selection").isObject())
                        .isEqualTo(selects);
                if (selects) {
                    drawsAgain(detector, run);
                    compared++;
                }
            }
        }
        assertThat(compared).as("generations that were selected for").isPositive();
        assertThat(report.findValues("detectors"))
                .anySatisfy(detectors -> assertThat(detectors.findValuesAsText("detectorId"))
                        .contains(DetectorChoice.READY.toArray(String[]::new)));
    }

    private static void drawsAgain(JsonNode detector, JsonNode run) {
        JsonNode again = detector.requiredAt("/figures/wouldSelect/selection");
        JsonNode drawn = run.requiredAt(
                "/generations/" + detector.requiredAt("/generation").asInt());
        assertThat(again.requiredAt("/effectiveSampleSize")).isEqualTo(drawn.requiredAt("/effectiveSampleSize"));
        assertThat(again.requiredAt("/bias")).isEqualTo(drawn.requiredAt("/bias"));
        assertThat(again.requiredAt("/humanShareAfter")).isEqualTo(drawn.requiredAt("/humanShareAfterSelection"));
    }

    @Tag("long")
    @Test
    void aRuleEndsItsArmAndTheOthersGoOn() throws Exception {
        Path output = folder.resolve("judged");
        Path rules = Files.writeString(
                folder.resolve("alerts.yaml"),
                "rules:\n- {id: early, measure: perplexityRatio, above: 0.01, severity: critical, ends-run: true,"
                        + " arms: [baseline]}\n");

        Process launcher =
                launcher("run", "--preset", "smoke", "--alerts", rules.toString(), "--output", output.toString());

        assertThat(launcher.waitFor()).as(console()).isEqualTo(1);
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.requiredAt("/runs")).hasSize(3).allSatisfy(run -> {
            boolean judged = run.requiredAt("/arm").asText().equals("baseline");
            assertThat(run.requiredAt("/status").asText()).isEqualTo(judged ? "cancelled" : "completed");
            assertThat(run.requiredAt("/alerts")).hasSize(judged ? 1 : 0);
            if (judged) {
                assertThat(run.requiredAt("/reason").asText())
                        .startsWith("ended by rule early: perplexityRatio is ")
                        .endsWith(" in generation 1, above 0.01");
                assertThat(run.requiredAt("/generations")).hasSize(2);
            }
        });
        assertThat(console())
                .contains("critical alert early of baseline: perplexityRatio is ", "baseline cancelled: ended by rule")
                .contains("protected: ", "not completed in ");
        assertThat(Files.readString(output.resolve("report.html"))).contains("<td>ends the run</td>");
        assertNothingLeft();
    }

    @Test
    void terminatedLauncherStopsEverything() throws Exception {
        Process launcher = launcher("up", "--output", folder.resolve("up").toString());
        await().atMost(PATIENCE).until(() -> console().contains("Ctrl-C stops everything"));
        assertThat(Processes.marked(folder)).hasSizeGreaterThan(5);
        answersNoForeignName();

        interrupt(launcher);

        assertThat(launcher.waitFor()).isEqualTo(130);
        assertNothingLeft();
    }

    /** Each of the four services, as a page of a stranger would ask it. */
    private void answersNoForeignName() throws IOException {
        for (Service service : Service.values()) {
            String log = Files.readString(folder.resolve("up/logs").resolve(service.word() + ".log"));
            Matcher address = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)")
                    .matcher(log);
            assertThat(address.find()).as(log).isTrue();
            for (String host : List.of("evil.example.org", "localhost")) {
                int port = Integer.parseInt(address.group(1));
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    String request = "GET /q/metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(answer)
                            .as(service.word())
                            .startsWith(host.equals("localhost") ? "HTTP/1.1 200 " : "HTTP/1.1 421 ");
                }
            }
        }
    }

    @Tag("long")
    @Test
    void interruptedRunStopsEverythingAndReportsWhatThereIs() throws Exception {
        Path output = folder.resolve("interrupted");
        Process launcher = launcher("run", "--output", output.toString());
        await().atMost(PATIENCE).until(() -> console().contains("dashboard http"));

        interrupt(launcher);

        assertThat(launcher.waitFor()).isEqualTo(130);
        assertThat(console()).contains("not completed in ", "unfinished: stopped by Ctrl-C or another signal");
        assertThat(output.resolve("report.html")).exists();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.requiredAt("/runs")).hasSize(5).allSatisfy(run -> assertThat(
                        run.requiredAt("/status").asText())
                .isNotEqualTo("completed"));
        assertNothingLeft();
    }

    @Test
    void interruptedStartIsNoCrash() throws Exception {
        Process launcher = launcher("up", "--output", folder.resolve("early").toString());
        await().atMost(PATIENCE).until(() -> console().contains("starting generator"));

        interrupt(launcher);

        assertThat(launcher.waitFor()).isEqualTo(130);
        assertThat(console())
                .contains("stopping", "stopped before everything was up; nothing was run")
                .doesNotContain("\tat ", "is not started because", "last lines of");
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
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Processes.marked(folder)).isEmpty());
    }

    private Process launcher(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(hearingInterrupts());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Running.HOME + "=" + System.getProperty(Running.HOME),
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
