package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.report.statistics.BearableShare;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    @Test
    void jsonHoldsTheFiguresOfEveryGenerationByName() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);

        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("report.json").toFile());
        assertThat(report.requiredAt("/experimentId").asText()).isEqualTo("quickstart-1");
        assertThat(report.requiredAt("/command").asText()).isEqualTo("./tailkeeper run");
        assertThat(report.requiredAt("/cost/memory/peakOfSum").asLong()).isEqualTo(3_221_225_472L);
        assertThat(report.requiredAt("/cost/throughput/trainer/perSecond").asDouble())
                .isEqualTo(20_000);
        assertThat(report.requiredAt("/cost/shares/screen/count").asDouble()).isEqualTo(384);
        JsonNode run = report.requiredAt("/runs/3");
        assertThat(run.requiredAt("/arm").asText()).isEqualTo("protected");
        assertThat(run.requiredAt("/runId").asText()).isEqualTo("quickstart-1-protected");
        assertThat(run.requiredAt("/status").asText()).isEqualTo("completed");
        assertThat(run.requiredAt("/specification/selection/bias").asDouble()).isEqualTo(10);
        JsonNode last = run.requiredAt("/generations/4");
        assertThat(last.requiredAt("/generation").asInt()).isEqualTo(4);
        assertThat(last.requiredAt("/perplexity").asDouble()).isCloseTo(89.6, within(1e-9));
        assertThat(last.requiredAt("/perplexityRatio").asDouble()).isCloseTo(1.12, within(1e-9));
        assertThat(last.requiredAt("/vocabularyCoverage").asDouble()).isCloseTo(0.588, within(1e-9));
        assertThat(last.requiredAt("/maskedShare").asDouble()).isEqualTo(0.0004);
        assertThat(last.requiredAt("/effectiveSampleSize").asDouble()).isEqualTo(1536);
        assertThat(last.requiredAt("/humanShareBeforeSelection").asDouble()).isEqualTo(0.5);
        assertThat(last.requiredAt("/humanShareAfterSelection").asDouble()).isEqualTo(0.75);
        assertThat(last.requiredAt("/tokensTrained/human").asLong()).isEqualTo(49_152);
        assertThat(last.requiredAt("/books/balanced").asBoolean()).isTrue();
        assertThat(last.requiredAt("/checkpointSha256").asText()).isEqualTo(Canned.digest("protected", 4));
        assertThat(last.requiredAt("/secondsByPhase/training").asDouble()).isEqualTo(8);
    }

    @Test
    void csvHasOneRowForEachRunAndGeneration() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);

        List<String> lines = Files.readAllLines(folder.resolve("generations.csv"));

        assertThat(lines).hasSize(1 + 1 + 4 * 5);
        List<String> heading = List.of(lines.getFirst().split(",", -1));
        List<String> last = List.of(lines.getLast().split(",", -1));
        assertThat(last).hasSameSizeAs(heading);
        assertThat(last.get(heading.indexOf("arm"))).isEqualTo("human-only");
        assertThat(last.get(heading.indexOf("generation"))).isEqualTo("4");
        assertThat(Double.parseDouble(last.get(heading.indexOf("perplexityRatio"))))
                .isCloseTo(1.08, within(1e-9));
        assertThat(last.get(heading.indexOf("poolAuroc"))).isEmpty();
    }

    @Test
    void tableHasOneRowForEachTrainedGenerationWithFiguresRightAligned() {
        List<String> lines = TextTable.lines(Canned.report().runs(), 200);

        assertThat(lines.getFirst()).startsWith("arm             gen    ppl  ratio");
        assertThat(lines.get(1)).startsWith("base              0   80.0  1.000");
        assertThat(lines.get(5)).startsWith("synthetic-only    4  240.0  3.000");
        assertThat(lines).hasSize(1 + 1 + 4 * 4).allSatisfy(line -> assertThat(line)
                .hasSameSizeAs(lines.getFirst()));
    }

    @Test
    void verdictMeasuresEachArmFromTheFloor() {
        assertThat(Canned.report().verdict())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(
                                        "synthetic-only collapses: after 4 generations perplexity is 3.00 times that of"
                                                + " generation 0 and vocabulary coverage 0.40: +1.920 and -0.192 from the human-only"
                                                + " floor; its ratio passed 1.3 after 0.6 generations"),
                        second -> assertThat(second)
                                .startsWith(
                                        "baseline loses: after 4 generations perplexity is 1.20 times that of generation 0"
                                                + " and vocabulary coverage 0.58: +0.120 and -0.012 (within its noise of 0.04) from the human-only floor"),
                        third -> assertThat(third)
                                .startsWith(
                                        "protected holds: after 4 generations perplexity is 1.12 times that of generation"
                                                + " 0 and vocabulary coverage 0.59: +0.040 and -0.004 (within its noise of 0.04) from the human-only floor"),
                        floor -> assertThat(floor)
                                .isEqualTo(
                                        "human-only is the floor: after 4 generations perplexity is 1.08 times that of"
                                                + " generation 0 and vocabulary coverage 0.59, what learning from few human documents"
                                                + " costs"),
                        caution -> assertThat(caution).startsWith("one seed: "),
                        // G_1 = 1.05 - 1.02 and b = 1/2: R = 0.12, sqrt(0.05 / 0.17), 0.03 (1 + 1/4 + 1/16 + 1/64)
                        share -> assertThat(share)
                                .isEqualTo(
                                        "with at most 54 % of machine-written text, baseline would stay within 0.05 of the"
                                                + " human-only floor: from generation 1, by the recursion of arXiv 2602.10531 (our"
                                                + " derivation), which foresees +0.040 after generation 4; measured is +0.120"));
    }

    @Test
    void theShareThatTheBaselineBearsIsAFigureToo() {
        BearableShare.Estimate share = Objects.requireNonNull(Canned.report().bearableShare());

        assertThat(share.share()).isCloseTo(Math.sqrt(0.05 / 0.17), within(1e-9));
        assertThat(share.foreseen()).isCloseTo(0.03 * (1 + 1 / 4.0 + 1 / 16.0 + 1 / 64.0), within(1e-9));
        assertThat(share.measured()).isCloseTo(0.12, within(1e-9));
        assertThat(share.low()).isNull();
    }

    @Test
    void warnsWhenTruncationMaskedNextToNothingAndWhenADetectorWasTooWeak() {
        assertThat(Canned.report().warnings())
                .containsExactly(
                        "protected: truncated cross entropy masked less than 0.1 % of the tokens in every generation (at"
                                + " most 0.040 %), so it was inert here; models are not confident enough at threshold"
                                + " 0.99",
                        "protected: detector encoder was too weak to select with in generation 2 (AUROC 0.512): uniform"
                                + " weights there, no text was thrown away");
    }

    @Test
    void warnsWhenTokenEditingChangedFewerThanOneTokenInAHundred() {
        ArmReport arm = Canned.report().runs().getLast();
        assertThat(arm.inert()).as("640 of 64,000 are enough").isEmpty();
        ArmReport weaker = new ArmReport(
                arm.arm(),
                arm.runId(),
                arm.status(),
                arm.reason(),
                arm.specification(),
                arm.generations().stream()
                        .map(each -> changing(each, each.generation() == 2 ? 639 : 64))
                        .toList(),
                arm.detectors(),
                arm.alerts());
        assertThat(Findings.warnings(List.of(weaker), Set.of()))
                .contains(
                        "human-only: token editing changed less than 1 % of the human tokens in every generation (at most"
                                + " 0.998 %, and drew 12.500 % again), so it was inert here; lower data.edit.probability or raise"
                                + " data.edit.beta");
    }

    private static GenerationReport changing(GenerationReport each, long changed) {
        GenerationReport.Training t = each.training();
        GenerationReport.Training training = new GenerationReport.Training(
                t.tokensTrained(),
                t.steps(),
                t.trainingLoss(),
                t.maskedShare(),
                t.effectiveSampleSize(),
                t.bias(),
                t.humanShareBeforeSelection(),
                t.humanShareAfterSelection(),
                t.effectiveHumansBeforeSelection(),
                t.effectiveHumansAfterSelection(),
                t.poolAuroc(),
                t.tokensPerSecond(),
                t.maskedByEpoch(),
                t.poolDivergence(),
                t.edits() == null ? null : new TokenEdits(64_000, 8_000, changed));
        return new GenerationReport(
                each.generation(),
                each.adopted(),
                each.stage(),
                each.heldOut(),
                each.text(),
                training,
                each.checkpointSha256(),
                each.secondsByPhase(),
                each.books());
    }

    @Test
    void behindAScreenAWeakDetectorMayBeTheScreensDoing() {
        List<ArmReport> runs = Canned.report().runs();
        Map<String, Report.Share> screened = Map.of("screen", new Report.Share("passed on", 384, 1_536));
        assertThat(Findings.screened(runs, screened).orElseThrow())
                .contains("the screen passed on 25 % of the texts", "raise --pass-through");
        assertThat(Findings.screened(runs, Map.of())).isEmpty();
        List<ArmReport> strong =
                runs.stream().filter(run -> run.selectedBlindly().isEmpty()).toList();
        assertThat(Findings.screened(strong, screened)).isEmpty();
    }

    @Test
    void aWeakDetectorOfAFolderMayBeOneThatJudgesNoShortTexts() {
        ArmReport run = Canned.report().runs().stream()
                .filter(each -> !each.selectedBlindly().isEmpty())
                .findFirst()
                .orElseThrow();
        DetectorView weak = run.selectedBlindly().getFirst();
        DetectorView mine = new DetectorView(
                weak.generation(), "mine", true, weak.scored(), weak.expected(), weak.calibration(), weak.figures());
        ArmReport judged = new ArmReport(
                run.arm(),
                run.runId(),
                run.status(),
                run.reason(),
                run.specification(),
                run.generations(),
                List.of(mine));

        assertThat(Findings.warnings(List.of(judged), Set.of("mine")))
                .last()
                .asString()
                .contains("detector mine was too weak", "texts shorter than its --least-words tell it nothing");
        assertThat(Findings.warnings(List.of(judged), Set.of()))
                .as("a program of somebody's own has no such setting")
                .last()
                .asString()
                .contains("detector mine was too weak")
                .doesNotContain("least-words");
    }

    @Test
    void detectorsStandSideBySideWhereMoreThanTheDecidingOneScored() throws Exception {
        List<String> lines = DetectorTable.lines(Canned.report().runs(), 200);

        assertThat(lines).hasSize(1 + 4 * 2).allSatisfy(line -> assertThat(line).hasSameSizeAs(lines.getFirst()));
        assertThat(lines.stream().map(line -> String.join(" ", line.trim().split(" +"))))
                .containsExactly(
                        "arm gen detector scored own AUROC AUROC TPR1 % TPR5 % ECE rho kappa human % ESS % bias shared %",
                        "protected 1 encoder * 3,072 0.900 0.875 25 50 0.063 - - 75 50 4.5 -",
                        "protected 1 likelihood 3,072 0.900 0.875 25 50 0.063 0.50 0.25 75 25 4.5 63",
                        "protected 2 encoder * 3,072 0.512 TOO WEAK 0.875 25 50 0.063 - - 75 50 4.5 -",
                        "protected 2 likelihood 3,072 0.512 TOO WEAK 0.875 25 50 0.063 0.50 0.25 75 25 4.5 63",
                        "protected 3 encoder * 3,072 0.900 0.875 25 50 0.063 - - 75 50 4.5 -",
                        "protected 3 likelihood 3,072 0.900 0.875 25 50 0.063 0.50 0.25 fails fails fails -",
                        "protected 4 encoder * 3,072 0.900 0.875 25 50 0.063 - - 75 50 4.5 -",
                        "protected 4 likelihood 40 0.900 - - - - - - - - - -");
        ReportFiles.write(Canned.report(), Canned.view(), folder);
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("Detectors side by side", "likelihood", "0.512 TOO WEAK");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(folder.resolve("report.json").toFile())
                        .requiredAt("/runs/3/detectors/1/figures/wouldSelect/sharedWeight")
                        .asDouble())
                .isEqualTo(0.625);
    }

    @Test
    void aDetectorAloneNeedsNoTable() throws Exception {
        List<ArmReport> unwatched = Canned.report().runs().stream()
                .filter(run -> !run.arm().equals("protected"))
                .toList();

        assertThat(DetectorTable.lines(unwatched, 200)).isEmpty();
        assertThat(DetectorTable.html(unwatched)).isEmpty();
    }

    @Test
    void failedAndUnfinishedRunsAreNotCompletedAndSayWhy() {
        RunRequested run = Canned.requests().get(1);
        RunFinished failed = new RunFinished(
                run.runId(), RunFinished.Status.FAILED, "generator", "the corpus is too small", Canned.NOW);
        ArmReport failure = ArmReport.of(run, new RunView(run, "failed", failed, List.of(), List.of(), List.of()));
        ArmReport unfinished = ArmReport.of(run, null);

        assertThat(failure.completed()).isFalse();
        assertThat(Findings.warnings(List.of(failure, unfinished), Set.of()))
                .containsExactly(
                        "synthetic-only: failed: the corpus is too small",
                        "synthetic-only: unfinished: the launcher stopped before its end");
        assertThat(Findings.verdict(List.of(failure, unfinished))).isEmpty();
    }

    @Test
    void anUnfinishedRunSaysWhatEndedTheExperiment() {
        RunRequested run = Canned.requests().get(1);
        RunFinished failed = new RunFinished(
                run.runId(), RunFinished.Status.FAILED, "generator", "the corpus is too small", Canned.NOW);
        ArmReport failure = ArmReport.of(run, new RunView(run, "failed", failed, List.of(), List.of(), List.of()))
                .endedBy("stopped by Ctrl-C or another signal");
        ArmReport unfinished = ArmReport.of(run, null).endedBy("stopped by Ctrl-C or another signal");

        assertThat(Findings.warnings(List.of(failure, unfinished), Set.of()))
                .containsExactly(
                        "synthetic-only: failed: the corpus is too small",
                        "synthetic-only: unfinished: stopped by Ctrl-C or another signal");
    }

    @Test
    void anArmThatNeverWentBeyondGenerationZeroHasFoundNothing() {
        List<RunRequested> requests = Canned.requests();
        List<ArmReport> runs = requests.stream()
                .map(run -> {
                    int last = run.arm().equals("baseline") ? 1 : 0;
                    List<GenerationMeasured> measured = IntStream.rangeClosed(0, last)
                            .mapToObj(generation -> Canned.measured(run, generation))
                            .toList();
                    return ArmReport.of(run, new RunView(run, "running", null, List.of(), measured, List.of()));
                })
                .toList();

        assertThat(Findings.verdict(runs))
                .first() // nor is there a floor to compare it with
                .isEqualTo(
                        "baseline loses: after 1 generation perplexity is 1.05 times that of generation 0 and vocabulary"
                                + " coverage 0.60; its ratio did not pass 1.3");
    }

    @Test
    void nothingDecidesForAnArmThatDoesNotSelect() {
        ArmReport run = Canned.report().runs().stream()
                .filter(each -> each.arm().equals("protected"))
                .findFirst()
                .orElseThrow();
        RunRequested unselecting = Canned.requests().stream()
                .filter(each -> each.arm().equals("baseline"))
                .findFirst()
                .orElseThrow();
        ArmReport watched = new ArmReport(
                "baseline",
                unselecting.runId(),
                "completed",
                null,
                unselecting.specification(),
                run.generations(),
                run.detectors());

        assertThat(DetectorTable.lines(List.of(run), 200)).anyMatch(line -> line.contains("encoder *"));
        assertThat(DetectorTable.lines(List.of(watched), 200)).hasSize(9).noneMatch(line -> line.contains("*"));
    }

    @Test
    void anArmThatTrainedTheWeightsOfAnotherDidNothing() {
        List<ArmReport> runs = SeveralSeeds.runs();
        List<ArmReport> twins = new ArrayList<>(runs);
        runs.stream()
                .filter(run -> run.arm().equals("baseline"))
                .map(run -> run.called("twin"))
                .forEach(twins::add);
        assertThat(Findings.warnings(twins, Set.of()))
                .contains(
                        "twin: its weights are to the bit those of baseline in every generation, so what sets it apart"
                                + " did nothing here");
        assertThat(Findings.warnings(runs, Set.of())).isNotEmpty().noneMatch(warning -> warning.contains("to the bit"));
    }

    @Test
    void anArmThatEndsWhereAnotherDoesDidNextToNothing() {
        List<ArmReport> runs = new ArrayList<>(Canned.report().runs());
        ArmReport baseline = runs.stream()
                .filter(run -> run.arm().equals("baseline"))
                .findFirst()
                .orElseThrow();
        for (double factor : new double[] {1.0009, 1.0011}) {
            runs.add(new ArmReport(
                    "times " + factor,
                    baseline.runId(),
                    baseline.status(),
                    baseline.reason(),
                    baseline.specification(),
                    baseline.generations().stream()
                            .map(each -> times(each, factor))
                            .toList(),
                    baseline.detectors(),
                    baseline.alerts()));
        }
        assertThat(Findings.warnings(runs, Set.of()))
                .contains(
                        "times 1.0009: its perplexity is that of baseline within 0.1 % in every generation, so what sets it"
                                + " apart did next to nothing here")
                .isNotEmpty()
                .noneMatch(warning -> warning.startsWith("times 1.0011: its perplexity is that of baseline"));
    }

    private static GenerationReport times(GenerationReport each, double factor) {
        GenerationReport.HeldOut heldOut = each.heldOut();
        return new GenerationReport(
                each.generation(),
                each.adopted(),
                each.stage(),
                new GenerationReport.HeldOut(
                        heldOut.perplexity() * factor,
                        heldOut.perplexityRatio() * factor,
                        heldOut.tokenAccuracy(),
                        heldOut.confidentShare(),
                        heldOut.confidence(),
                        heldOut.knowledge()),
                each.text(),
                each.training(),
                "cd".repeat(31) + (factor > 1.001 ? "01" : "02"),
                each.secondsByPhase(),
                each.books());
    }

    @Test
    void oneCauseIsOneWarning() {
        List<ArmReport> arms = Canned.requests().subList(0, 3).stream()
                .map(run -> ArmReport.of(run, null))
                .toList();

        assertThat(Findings.warnings(arms, Set.of()))
                .containsExactly("base, synthetic-only, baseline: unfinished: the launcher stopped before its end");
    }

    @Test
    void pageNeedsNothingFromElsewhereAndMarksTheFloor() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page).contains("<td>screen</td><td>1,536</td><td>25.0 % passed on</td>");

        assertThat(Pages.withoutScripts(page))
                .doesNotContain("http://", "https://", "src=", "url(", "@import", "<link", "{{")
                .contains(
                        "Content-Security-Policy\" content=\"default-src 'none'; img-src data:;",
                        "color-scheme: light dark");
        assertThat(page.split("<script", -1)).hasSize(1 + 3);
    }

    @Test
    void textOfPeopleIsEscapedOnThePage() throws Exception {
        Report report = Canned.report();
        Report named = new Report(
                report.experimentId(),
                report.name(),
                "<b>&\"",
                "run '<script>'",
                new Report.Origin("1", null, List.of(new Report.Corpus("<i>", "ab".repeat(32))), List.of()),
                report.startedAt(),
                report.cost(),
                report.verdict(),
                report.warnings(),
                report.runs());

        ReportFiles.write(named, Canned.view(), folder);

        assertThat(Pages.withoutScripts(Files.readString(folder.resolve("report.html"))))
                .contains("&lt;b&gt;&amp;&quot;", "run '&lt;script&gt;'", "&lt;i&gt;, SHA-256 abab")
                .doesNotContain("<script>");
    }

    @Test
    void aFailedBaseRunIsOneMessageHoweverManyArmsFailWithIt() {
        List<ArmReport> runs = Canned.requests().stream()
                .map(request -> {
                    RunFinished failed = new RunFinished(
                            request.runId(), RunFinished.Status.FAILED, "generator", "the corpus is gone", Canned.NOW);
                    return ArmReport.of(
                            request, new RunView(request, "failed", failed, List.of(), List.of(), List.of()));
                })
                .toList();

        assertThat(Findings.warnings(runs, Set.of()))
                .containsExactly("no arm could be run, because generation 0 failed: the corpus is gone");
    }

    @Test
    void aColumnThatLacksOneOfItsTwoFiguresIsEmpty() {
        GenerationReport.Training training = new GenerationReport.Training(
                new TokensTrained(1, 1), 1, 1, 0, 1, 0, 0.5, 0.5, 5.0, null, null, 1, null, null, null);
        GenerationReport generation =
                new GenerationReport(1, false, "A", null, null, training, "ab".repeat(32), Map.of(), null);
        assertThat(Column.FIGURES.stream()
                        .filter(column -> column.title().equals("N_h"))
                        .map(column -> column.cell().apply(null, generation)))
                .containsExactly("");
    }
}
