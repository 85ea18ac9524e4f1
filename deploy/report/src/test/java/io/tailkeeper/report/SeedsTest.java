package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {

    @TempDir
    Path folder;

    @Test
    void tableHasARowForEachArmAndGenerationWithinEightyColumns() {
        List<String> lines = TextTable.ofExperiment(SeveralSeeds.runs(), 80);

        assertThat(lines).hasSize(2 * (1 + 1 + 4 * 4) + 1).allSatisfy(line -> assertThat(line.length())
                .isLessThanOrEqualTo(80));
        assertThat(lines.stream().map(line -> String.join(" ", line.trim().split(" +"))))
                .startsWith(
                        "arm gen n ratio ±se min-max cover ±se know % ±se",
                        "base 0 3 1.000 ±0.000 1.000-1.000 0.600 ±0.000")
                // 1.20, 1.21, 1.22: sd 0.01, se 0.01 / sqrt 3; every seed knows 3 pairs of 4
                .contains("baseline 4 3 1.210 ±0.006 1.200-1.220 0.580 ±0.000 75.0 ±0.0")
                // KL 1.2 before the shift of the ratio, 33 % right, AUROC 0.9, half the pool human
                .contains("baseline 4 3 1.20 ±0.00 33.0 ±0.0 0.900 50 0.00 A")
                .contains("synthetic-only 4 3 3.00 ±0.00 33.0 ±0.0 0.900 50 0.00 C");
    }

    @Test
    void oneSeedKeepsTheTableOfItsRuns() {
        assertThat(TextTable.ofExperiment(Canned.report().runs(), 80))
                .isEqualTo(TextTable.lines(Canned.report().runs(), 80));
    }

    @Test
    void verdictHasMeansAndWhatOfTheGapIsClosed() {
        assertThat(Findings.verdict(SeveralSeeds.runs()))
                .hasSize(4 + 2 + 4 + 1)
                .contains(
                        // 1.3 lies 0.6 of the way from 1 to 1.5 in every seed; a tenth of 0.6 of coverage is lost at
                        // 0.54
                        "synthetic-only: crosses perplexity ratio 1.3 at generation 0.6 (0.6 to 0.6, 3 seeds); first"
                                + " warning: vocabulary coverage at 1.2 (1.2 to 1.2, 3 seeds), 0.6 generations (0.6 to"
                                + " 0.6) after it",
                        "protected: perplexity ratio 1.3 not reached in 4 generations (3 seeds)")
                .contains(
                        "baseline: after 4 generations perplexity is 1.21 (1.20 to 1.22) times that of generation 0 and"
                                + " vocabulary coverage 0.58 (0.58 to 0.58), mean and range of 3 seeds")
                // (1.20 - 1.12) / (1.20 - 1.08) in every seed
                .contains("protected closes 67 % [67, 67] of baseline's gap in perplexity to the human-only floor after"
                        + " generation 4: mean and 95 % t interval of 3 seeds, by differences of equal seed")
                .noneMatch(sentence -> sentence.startsWith("synthetic-only closes"));
    }

    @Test
    void twoSeedsStateARange() {
        List<ArmReport> two =
                SeveralSeeds.runs().stream().filter(run -> run.seed() < 44).toList();

        assertThat(Findings.verdict(two))
                .anyMatch(sentence -> sentence.endsWith(
                        "mean and range of 2 seeds, which are too few for an interval, by differences of equal seed"));
    }

    @Test
    void aGapWithinItsNoiseIsSaidOnceAndWithoutAShare() {
        List<ArmReport> runs = SeveralSeeds.runs().stream()
                .filter(run -> !run.arm().equals("human-only"))
                .toList();
        List<ArmReport> level = new ArrayList<>(runs);
        // a floor with the very figures of the baseline
        runs.stream()
                .filter(run -> run.arm().equals("baseline"))
                .forEach(run -> level.add(new ArmReport(
                        "human-only",
                        run.runId() + "-2",
                        run.status(),
                        null,
                        SeveralSeeds.requests().stream()
                                .filter(request -> request.arm().equals("human-only")
                                        && request.specification().seed() == run.seed())
                                .findFirst()
                                .orElseThrow()
                                .specification(),
                        run.generations(),
                        run.detectors())));

        assertThat(Findings.verdict(level))
                .contains(
                        "no gap in perplexity to close was found after generation 4: baseline is worse than the human-only"
                                + " floor by 0.000 over 3 seeds, which is not above its noise (95 % t interval 0.000 to 0.000, above 0 is worse)")
                .noneMatch(sentence -> sentence.contains(" closes "));
    }

    @Test
    void filesHoldEveryRunWithItsSeedAndTheAggregates() throws Exception {
        ReportFiles.write(SeveralSeeds.report(SeveralSeeds.runs()), SeveralSeeds.view(), folder);

        List<String> rows = Files.readAllLines(folder.resolve("generations.csv"));
        assertThat(rows.getFirst()).startsWith("arm,seed,generation,adopted,");
        assertThat(rows).hasSize(1 + 3 * (1 + 4 * 5)).anyMatch(row -> row.startsWith("baseline,43,4,false,"));
        List<String> seeds = Files.readAllLines(folder.resolve("seeds.csv"));
        assertThat(seeds.getFirst()).isEqualTo("arm,generation,figure,n,mean,standardError,min,max");
        String row = seeds.stream()
                .filter(each -> each.startsWith("baseline,4,perplexityRatio,3,"))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(row.split(",", -1)[4])).isCloseTo(1.21, within(1e-9));
        assertThat(Double.parseDouble(row.split(",", -1)[5])).isCloseTo(0.01 / Math.sqrt(3), within(1e-9));
        assertThat(seeds).isNotEmpty().noneMatch(each -> each.contains("poolAuroc")); // null in every run
        JsonNode over = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("report.json").toFile())
                .requiredAt("/overSeeds");
        assertThat(over.requiredAt("/seeds").toString()).isEqualTo("[42,43,44]");
        assertThat(over.requiredAt("/arms/2/generations/3/figures/perplexityRatio/min")
                        .asDouble())
                .isCloseTo(1.2, within(1e-9));
        assertThat(over.requiredAt("/gaps/0/closedInterval/kind").asText()).isEqualTo("t95");
        assertThat(over.requiredAt("/courses/0/arm").asText()).isEqualTo("synthetic-only");
        assertThat(over.requiredAt("/courses/0/timeToFailure/mean").asDouble()).isCloseTo(0.6, within(1e-9));
        assertThat(over.requiredAt("/courses/0/firstWarnings/0/lead/max").asDouble())
                .isCloseTo(-0.6, within(1e-9));
        assertThat(over.requiredAt("/courses/2/timeToFailure").isNull()).isTrue();
        assertThat(over.requiredAt("/courses/2/firstWarnings")).isEmpty();
        assertThat(over.requiredAt("/gaps/0/difference/seeds/1/seed").asInt()).isEqualTo(43);
    }

    @Test
    void oneSeedHasNoSuchFileOrSection() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);

        assertThat(folder.resolve("seeds.csv")).doesNotExist();
        assertThat(Files.readString(folder.resolve("report.json"))).doesNotContain("overSeeds");
        assertThat(Files.readString(folder.resolve("generations.csv"))).startsWith("arm,generation,");
        assertThat(Pages.withoutScripts(Files.readString(folder.resolve("report.html"))))
                .doesNotContain("Over seeds");
    }

    @Test
    void pageHasATableOverSeeds() throws Exception {
        ReportFiles.write(SeveralSeeds.report(SeveralSeeds.runs()), SeveralSeeds.view(), folder);

        assertThat(Pages.withoutScripts(Files.readString(folder.resolve("report.html"))))
                .contains(
                        "<h2>Over seeds</h2>",
                        "1.210 ± 0.006 (1.200 to 1.220)",
                        "75.0 ± 0.0 (75.0 to 75.0)",
                        "protected seed 43",
                        "42, 43, 44")
                .doesNotContain("NaN", "{{");
    }

    @Test
    void aSeedThatEndedEarlyShortensTheMeanAndSaysSo() throws Exception {
        RunRequested early = SeveralSeeds.requests().stream()
                .filter(run ->
                        run.arm().equals("baseline") && run.specification().seed() == 43)
                .findFirst()
                .orElseThrow();
        List<ArmReport> runs = SeveralSeeds.runs().stream()
                .map(run -> run.runId().equals(early.runId())
                        ? ArmReport.of(early, SeveralSeeds.run(early, 2, false))
                        : run)
                .toList();

        ReportFiles.write(SeveralSeeds.report(runs), SeveralSeeds.view(), folder);
        assertThat(Findings.verdict(runs))
                .anyMatch(sentence -> sentence.startsWith("baseline: after 2 generations perplexity is 1.11 (1.10 to"))
                .anyMatch(sentence -> sentence.contains("floor after generation 2: "));
        assertThat(TextTable.ofExperiment(runs, 80).stream()
                        .map(line -> String.join(" ", line.trim().split(" +"))))
                .contains("baseline 4 2 1.210 ±0.010 1.200-1.220 0.580 ±0.000 75.0 ±0.0");
        assertThat(Findings.warnings(runs, Set.of()))
                .anyMatch(warning -> warning.startsWith("baseline seed 43: unfinished"));
        assertThat(Pages.withoutScripts(Files.readString(folder.resolve("report.html"))))
                .doesNotContain("NaN");
    }

    @Test
    void whatIsToBeSaidOfSeveralSeedsIsSaidOnce() {
        assertThat(Findings.warnings(SeveralSeeds.runs(), Set.of()))
                .singleElement()
                .asString()
                .startsWith(
                        "protected seed 42, protected seed 43, protected seed 44: truncated cross entropy masked less");
    }

    @Test
    void aFailedBaseRunOfOneSeedLeavesTheOthers() {
        List<ArmReport> runs = SeveralSeeds.requests().stream()
                .map(run -> run.specification().seed() == 43
                        ? ArmReport.of(run, failed(run))
                        : ArmReport.of(
                                run, SeveralSeeds.run(run, run.specification().generations(), true)))
                .toList();

        assertThat(Findings.baseFailure(runs)).isEmpty();
        assertThat(Findings.warnings(runs, Set.of()).getFirst())
                .isEqualTo(
                        "base seed 43, synthetic-only seed 43, baseline seed 43, protected seed 43, human-only seed 43:"
                                + " failed: too small");
        assertThat(Findings.verdict(runs)).anyMatch(sentence -> sentence.endsWith("mean and range of 2 seeds"));
        assertThat(Findings.baseFailure(SeveralSeeds.requests().stream()
                        .map(run -> ArmReport.of(run, failed(run)))
                        .toList()))
                .contains("no arm could be run, because generation 0 failed: too small");
    }

    private static RunView failed(RunRequested run) {
        RunFinished end = new RunFinished(run.runId(), RunFinished.Status.FAILED, "generator", "too small", Canned.NOW);
        return new RunView(run, "failed", end, List.of(), List.of(), List.of());
    }
}
