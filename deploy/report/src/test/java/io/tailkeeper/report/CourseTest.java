package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.StageSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {

    @TempDir
    Path folder;

    private static Course course(List<ArmReport> runs, String arm) {
        return Course.of(runs).stream()
                .filter(each -> each.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    private static ArmReport arm(String name, RunSpecification specification, double[] ratios, double[] coverages) {
        List<GenerationReport> generations = new ArrayList<>();
        for (int generation = 0; generation < ratios.length; generation++) {
            generations.add(generation(generation, ratios[generation], coverages[generation]));
        }
        return new ArmReport(name, name, "completed", null, specification, generations, List.of());
    }

    private static GenerationReport generation(int generation, double ratio, double coverage) {
        return new GenerationReport(
                generation,
                false,
                "A",
                new GenerationReport.HeldOut(100 * ratio, ratio, 0.3, 0, null, null),
                new GenerationReport.Text(
                        8_000, 0.97, 0.98, 0.2, 0.1, 1, 1, coverage, 0.02, 0.9, null, null, null, null, null, null,
                        null),
                null,
                "ab".repeat(32),
                Map.of(),
                null);
    }

    private static RunSpecification mixed() {
        return Canned.requests().get(2).specification();
    }

    private static RunSpecification human() {
        return Canned.requests().get(4).specification();
    }

    @Test
    void failureAndWarningLieOnTheLinesBetweenGenerations() {
        ArmReport failing = arm("failing", mixed(), new double[] {1, 1.2, 1.6}, new double[] {0.8, 0.76, 0.68});
        ArmReport floor = arm("human-only", human(), new double[] {1, 1, 1}, new double[] {0.8, 0.8, 0.8});
        Course course = course(List.of(failing, floor), "failing");

        assertThat(course.timeToFailure()).isCloseTo(1.25, within(1e-9));
        // A tenth of 0.8 is lost at 0.72, half way from 0.76 to 0.68.
        Course.Warning warning = Objects.requireNonNull(course.firstWarning());
        assertThat(warning.measure()).isEqualTo("vocabularyCoverage");
        assertThat(warning.at()).isCloseTo(1.5, within(1e-9));
        assertThat(warning.lead()).isCloseTo(-0.25, within(1e-9));
        assertThat(course.floorStages()).containsExactly("A", "C");
        assertThat(course.sentence())
                .isEqualTo("its ratio passed 1.3 after 1.3 generations; first to warn was vocabulary coverage, by"
                        + " generation 2, 0.3 generations after that");
    }

    @Test
    void whatTheFloorDoesTooIsNoWarning() {
        ArmReport calm = arm("calm", mixed(), new double[] {1, 1.1}, new double[] {0.8, 0.7});
        ArmReport floor = arm("human-only", human(), new double[] {1, 1.02}, new double[] {0.8, 0.74});

        ArmReport still = arm("human-only", human(), new double[] {1, 1.02}, new double[] {0.8, 0.78});
        Course.Warning warning =
                Objects.requireNonNull(course(List.of(calm, still), "calm").firstWarning());
        assertThat(warning.measure()).isEqualTo("vocabularyCoverage");
        assertThat(warning.at()).isCloseTo(0.8, within(1e-9));
        assertThat(warning.lead()).isNull();
        assertThat(course(List.of(calm), "calm").firstWarning())
                .as("without a floor nothing tells what is chance")
                .isNull();
        Course beside = course(List.of(calm, floor), "calm");
        assertThat(beside.firstWarning()).isNull();
        assertThat(beside.sentence()).isEqualTo("its ratio did not pass 1.3");
        assertThat(course(List.of(calm, floor), "human-only").floorStages()).isEmpty();
    }

    @Test
    void stagesBesideTheFloorLeaveOutWhatFewDocumentsCost() {
        ArmReport floor = arm("human-only", human(), new double[] {1, 1.25, 1.25}, new double[] {0.8, 0.7, 0.7});
        ArmReport arm = arm("arm", mixed(), new double[] {1, 1.35, 1.7, 1.2}, new double[] {0.8, 0.69, 0.69, 0.4});
        ArmReport fluent = arm("fluent", mixed(), new double[] {1, 1.2}, new double[] {0.8, 0.6});
        ArmReport noisy = arm("noisy", mixed(), new double[] {1, 1.2}, new double[] {0.8, 0.645});

        List<ArmReport> runs = List.of(arm, fluent, noisy, floor);
        assertThat(course(runs, "arm").floorStages())
                .as("1.35 / 1.25 is no collapse, 1.7 / 1.25 is one, and the floor has no generation 3")
                .containsExactly("A", "C", null);
        assertThat(course(runs, "fluent").floorStages()).containsExactly("B");
        assertThat(course(runs, "noisy").floorStages())
                .as("0.055 of coverage is within 1.96 * 0.028")
                .containsExactly("A");
    }

    @Test
    void aRatioThatComesBackIsSaid() {
        ArmReport arm = arm("arm", mixed(), new double[] {1, 1.6, 1.2}, new double[] {0.8, 0.8, 0.8});
        Course course = course(List.of(arm), "arm");
        assertThat(course.recovered()).isTrue();
        assertThat(course.sentence()).isEqualTo("its ratio passed 1.3 after 0.5 generations and came back below it");
    }

    @Test
    void thresholdsAreThoseOfTheRun() {
        RunSpecification strict = Specifications.with(mixed(), "stages", new StageSpecification(1.1, 0.6, 0.05, 0.5));
        Course course = course(List.of(arm("arm", strict, new double[] {1, 1.2}, new double[] {0.8, 0.6})), "arm");
        assertThat(course.timeToFailure()).isCloseTo(0.5, within(1e-9));
        assertThat(course.firstWarning()).as("a quarter is less than half").isNull();
    }

    @Test
    void theReportConcludesWithEachArmsCourse() throws Exception {
        Report report = Canned.report();
        assertThat(report.verdict())
                .anyMatch(sentence -> sentence.startsWith("synthetic-only collapses: ")
                        && sentence.endsWith(
                                "; its ratio passed 1.3 after 0.6 generations; first to warn was vocabulary"
                                        + " coverage, by generation 2, 0.6 generations after that"))
                .anyMatch(sentence ->
                        sentence.startsWith("protected holds: ") && sentence.endsWith("; its ratio did not pass 1.3"));
        ReportFiles.write(report, Canned.view(), folder);
        JsonNode courses = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("report.json").toFile())
                .requiredAt("/courses");
        assertThat(IntStream.range(0, courses.size())
                        .mapToObj(i -> courses.get(i).requiredAt("/arm").asText()))
                .containsExactly("synthetic-only", "baseline", "protected", "human-only");
        assertThat(courses.requiredAt("/0/timeToFailure").asDouble()).isCloseTo(0.6, within(1e-9));
        assertThat(courses.requiredAt("/0/floorStages")).hasSize(4);
        assertThat(courses.requiredAt("/2/timeToFailure").isNull()).isTrue();
    }
}
