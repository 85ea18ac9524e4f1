package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    Path folder;

    private Path one;
    private Path several;

    @BeforeEach
    void twoExperiments() throws IOException {
        one = Files.createDirectory(folder.resolve("one"));
        several = Files.createDirectory(folder.resolve("several"));
        ReportFiles.write(Canned.report(), Canned.view(), one);
        ReportFiles.write(SeveralSeeds.report(SeveralSeeds.runs()), SeveralSeeds.view(), several);
    }

    private Comparison comparison() throws IOException {
        return new Comparison(List.of(FinishedExperiment.read(one), FinishedExperiment.read(several)));
    }

    private static List<String> squeezed(List<String> lines) {
        return lines.stream()
                .map(line -> String.join(" ", line.trim().split(" +", -1)))
                .toList();
    }

    @Test
    void theTableHasTheMeansOfEachArmOfEachExperiment() throws IOException {
        assertThat(squeezed(comparison().lines(160)))
                .hasSize(1 + 4 * 2)
                .contains(
                        "arm of gen n ratio se cover se",
                        "baseline A 4 1 1.200 0.580",
                        "baseline B 4 3 1.210 0.006 0.580 0.000");
        assertThat(comparison().lines(160)).isNotEmpty().allSatisfy(line -> assertThat(line.length())
                .isLessThanOrEqualTo(80));
        assertThat(comparison().legend())
                .containsExactly("A  quickstart-1, seed 42", "B  quickstart-1, seeds 42, 43, 44");
    }

    @Test
    void settingsThatDifferAreNamedAsInAFileAndThoseOfEveryArmOnce() throws IOException {
        Path report = several.resolve("report.json");
        String changed = Files.readString(report).replace("\"learningRate\" : 7.0E-4", "\"learningRate\" : 0.001");
        Files.writeString(report, changed.replace("\"confidenceThreshold\" : 0.99", "\"confidenceThreshold\" : 0.9"));

        assertThat(squeezed(comparison().differences(160)))
                .containsExactly(
                        "arm setting A B",
                        "every arm loss.confidence-threshold 0.99 0.9",
                        "every arm training.learning-rate 7.0E-4 0.001");
    }

    @Test
    void equalSettingsAreSaidToBeEqual() throws IOException {
        assertThat(comparison().differences(160))
                .containsExactly("no setting differs in an arm that several of them have, but for seeds");
    }

    @Test
    void anArmThatOneAloneHasDiffersInNothing() throws IOException {
        Path report = one.resolve("report.json");
        Files.writeString(report, Files.readString(report).replace("\"arm\" : \"protected\"", "\"arm\" : \"guarded\""));

        assertThat(comparison().differences(160)).singleElement().asString().startsWith("no setting differs");
        assertThat(squeezed(comparison().lines(160)))
                .contains("guarded A 4 1 1.120 0.588", "protected B 4 3 1.130 0.006 0.588 0.000");
    }

    @Test
    void thePageDrawsEveryArmOfEachExperimentAndNeedsNothingFromElsewhere() throws IOException {
        String page = comparison().html();

        assertThat(page).contains("\"arm\":\"A protected\"", "\"arm\":\"B protected\"");
        assertThat(Pages.withoutScripts(page))
                .contains("quickstart-1, seeds 42, 43, 44", "1.210", "default-src 'none'")
                .doesNotContain("{{", "NaN", "http://", "https://", "src=");
    }

    @Test
    void whatIsNoFinishedExperimentIsRefusedWithTheMend() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> FinishedExperiment.read(empty))
                .hasMessage(
                        empty + " holds no finished experiment (report.json is missing); give the folder that --output"
                                + " of ./tailkeeper run named");
        Path report = one.resolve("report.json");
        String whole = Files.readString(report);
        Files.writeString(report, whole.replaceFirst("\"status\" : \"completed\"", "\"status\" : \"unfinished\""));
        assertThatThrownBy(() -> FinishedExperiment.read(one))
                .hasMessage(
                        one + ": quickstart-1-base is unfinished, so the experiment is not finished; ./tailkeeper run"
                                + " --resume goes on with it");
        Files.writeString(report, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> FinishedExperiment.read(one)).hasMessageContaining("cannot be read: it is no JSON");
        Files.writeString(report, "{}");
        assertThatThrownBy(() -> FinishedExperiment.read(one)).hasMessageContaining("has no arm with generations");
        Files.writeString(report, whole.replace("\"arm\" : \"protected\"", "\"arm\" : \"\\u001b[2J<script>\""));
        assertThatThrownBy(() -> FinishedExperiment.read(one)).hasMessageContaining("was changed: the name of an arm");
    }
}
