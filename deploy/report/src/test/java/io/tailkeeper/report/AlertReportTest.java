package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of alerts, and of a run that one of them ended. */
class AlertReportTest {

    private static final String MESSAGE = "perplexityRatio is 1.4 in generation 1, above 1.3";
    private static final RunView BEFORE = Canned.view().runs().get(1);
    private static final CollapseAlert ALERT = new CollapseAlert(
            BEFORE.run().runId(),
            BEFORE.run().experimentId(),
            BEFORE.run().arm(),
            1,
            "perplexity",
            AlertMeasure.PERPLEXITY_RATIO,
            "perplexityRatio above 1.3",
            1.4,
            1.3,
            1,
            AlertRule.Severity.CRITICAL,
            true,
            MESSAGE,
            Canned.NOW);

    /** One arm of the canned experiment, ended by a rule after generation 1. */
    private static final RunView ENDED = new RunView(
            BEFORE.run(),
            "cancelled",
            new RunFinished(
                    ALERT.runId(),
                    RunFinished.Status.CANCELLED,
                    "metrics",
                    "ended by rule perplexity: " + MESSAGE,
                    Canned.NOW),
            List.of(),
            BEFORE.generations().subList(0, 2),
            List.of(),
            List.of(ALERT));

    @TempDir
    Path folder;

    private static Report report() {
        Report canned = Canned.report();
        return new Report(
                canned.experimentId(),
                canned.name(),
                canned.description(),
                canned.command(),
                canned.origin(),
                canned.startedAt(),
                canned.cost(),
                canned.verdict(),
                canned.warnings(),
                List.of(canned.runs().getFirst(), ArmReport.of(ENDED.run(), ENDED)));
    }

    @Test
    void aRunThatARuleEndedIsNotCompletedAndSaysWhichRule() {
        ArmReport run = ArmReport.of(ENDED.run(), ENDED);

        assertThat(report().completed()).isFalse();
        assertThat(Findings.warnings(List.of(run), Set.of()))
                .contains(run.arm() + ": cancelled: ended by rule perplexity: " + MESSAGE);
    }

    @Test
    void theFilesHaveEveryAlert() throws Exception {
        ReportFiles.write(report(), new ExperimentView(ALERT.experimentId(), List.of(ENDED)), folder);

        JsonNode runs = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("report.json").toFile())
                .requiredAt("/runs");
        assertThat(runs.at("/0/alerts")).isEmpty();
        assertThat(runs.at("/1/alerts")).hasSize(1);
        assertThat(runs.at("/1/alerts/0/message").asText()).isEqualTo(MESSAGE);
        assertThat(runs.at("/1/alerts/0/measure").asText()).isEqualTo("perplexityRatio");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<h2 class=\"section\">Alerts</h2>", "<td>" + MESSAGE + "</td>", "<td>ends the run</td>");
    }

    @Test
    void aReportWithoutAlertsHasNoSectionOfThem() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);

        assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("<h2 class=\"section\">Alerts</h2>");
    }

    @Test
    void rulesNameFiguresAsTheDictionaryDoes() throws Exception {
        String dictionary = Files.readString(Path.of("MEASURES.md"));

        assertThat(Stream.of(AlertMeasure.values()).map(AlertMeasure::word))
                .hasSizeGreaterThan(40)
                .allSatisfy(word -> assertThat(dictionary).contains("`" + word + "`"));
        assertThat(Stream.of(AlertMeasure.values()).map(AlertMeasure::word).filter(word -> !GenerationsCsv.names()
                        .contains(word)))
                .containsExactly("effectiveSampleShare", "detectorUsable");
    }

    @Test
    void rulesAreASettingInWhichExperimentsDiffer() throws Exception {
        AlertRule rule =
                new AlertRule("bias", AlertMeasure.BIAS, AlertRule.Direction.ABOVE, 2, null, null, null, null, null);
        ArmReport judged = new ArmReport(
                "judged",
                "judged",
                "completed",
                null,
                Specifications.with(BEFORE.run().specification(), "alerts", List.of(rule)),
                BEFORE.generations().stream().map(GenerationReport::of).toList(),
                List.of());
        Report canned = Canned.report();
        Report report = new Report(
                "judged-1",
                canned.name(),
                canned.description(),
                canned.command(),
                canned.origin(),
                canned.startedAt(),
                canned.cost(),
                List.of(),
                List.of(),
                List.of(judged));
        ReportFiles.write(report, ExperimentView.empty("judged-1"), folder);

        assertThat(FinishedExperiment.read(folder)
                        .runs()
                        .getFirst()
                        .specification()
                        .get("alerts"))
                .startsWith("[{\"id\":\"bias\",\"measure\":\"bias\",\"direction\":\"above\",\"threshold\":2.0");
    }

    @Test
    void aRebuiltReadModelForgetsNoAlert() {
        RunView forgetful =
                new RunView(ENDED.run(), ENDED.state(), ENDED.finished(), List.of(), ENDED.generations(), List.of());
        ExperimentView earlier = new ExperimentView(ALERT.experimentId(), List.of(ENDED));

        assertThat(new ExperimentView(ALERT.experimentId(), List.of(forgetful))
                        .keeping(earlier)
                        .runs())
                .containsExactly(ENDED);
    }
}
