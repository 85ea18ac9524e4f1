package io.tailkeeper.report;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.measures.WordRank;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A quickstart experiment as it might end, with round figures. */
public final class Canned {

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Map<String, Double> WORSE_EACH_GENERATION =
            Map.of("base", 0.0, "synthetic-only", 0.5, "baseline", 0.05, "protected", 0.03, "human-only", 0.02);

    private Canned() {}

    /** The quickstart. */
    public static Experiment experiment() {
        return ExperimentReader.preset("quickstart", List.of());
    }

    /** Its runs. */
    public static List<RunRequested> requests() {
        return experiment().requests("quickstart-1", NOW);
    }

    /** What the metrics service says at the end: all but human-only measured, and that failed. */
    public static ExperimentView view() {
        return new ExperimentView(
                "quickstart-1", requests().stream().map(Canned::run).toList());
    }

    private static RunView run(RunRequested run) {
        List<GenerationMeasured> generations = new ArrayList<>();
        for (int generation = 0; generation <= run.specification().generations(); generation++) {
            generations.add(measured(run, generation));
        }
        RunFinished finished = new RunFinished(run.runId(), RunFinished.Status.COMPLETED, "metrics", null, NOW);
        return new RunView(run, "completed", finished, List.of(), generations, detectors(run));
    }

    /** The protected arm is watched by a shadow, whose figures of the last generation are still missing. */
    private static List<DetectorView> detectors(RunRequested run) {
        List<DetectorView> detectors = new ArrayList<>();
        for (int generation = 1; generation <= run.specification().generations(); generation++) {
            detectors.add(detector(generation, "encoder", true, 3072));
            if (run.arm().equals("protected")) {
                detectors.add(detector(generation, "likelihood", false, generation < 4 ? 3072 : 40));
            }
        }
        return detectors;
    }

    private static DetectorView detector(int generation, String detectorId, boolean deciding, int scored) {
        SelectionSummary selection = new SelectionSummary(3072, 0, 3072, deciding ? 1536 : 768, 4.5, 0.5, 0.75);
        boolean usable = generation != 2;
        return new DetectorView(
                generation,
                detectorId,
                deciding,
                scored,
                3072,
                new DetectorView.Calibration(
                        new DetectorQuality(512, usable ? 0.9 : 0.512, 0.3, 0.5, 0.1, 0.05), usable),
                scored < 3072
                        ? null
                        : new DetectorView.Figures(
                                new DetectorView.Quality(0.875, 0.25, 0.5, 0.0625),
                                deciding ? null : new DetectorView.Agreement(0.5, 0.75, 0.25),
                                !deciding && generation == 3
                                        ? new DetectorView.WouldSelect(null, null, null, "none has weight")
                                        : new DetectorView.WouldSelect(
                                                selection, deciding ? null : 0.625, deciding ? null : 0.5, null),
                                generation == 1 ? List.of(3L, 1L) : List.of(1L, 3L),
                                new DetectorView.PoolScores(
                                        List.of(1L, 1L),
                                        List.of(0L, 2L),
                                        List.of(0L, 0L),
                                        List.of(1L, 1L),
                                        0.5,
                                        0.25)));
    }

    /** The digest of an arm's weights: those of generation 0 are the same in all. */
    static String digest(String arm, int generation) {
        return String.format(
                Locale.ROOT, "%064x", generation == 0 ? 0xab : 1_000L * Math.abs((long) arm.hashCode()) + generation);
    }

    /** One generation: ratio 1 + generation * pace of the arm; coverage 0.6 less a tenth of that. */
    public static GenerationMeasured measured(RunRequested run, int generation) {
        double ratio = 1 + generation * WORSE_EACH_GENERATION.get(run.arm());
        boolean adopted = generation == 0 && run.baseRunId() != null;
        boolean truncated = run.arm().equals("protected") && generation > 0;
        GenerationTrained trained = new GenerationTrained(
                run,
                generation,
                new CheckpointReference(URI.create("file:///checkpoint"), digest(run.arm(), generation), generation),
                adopted,
                new TokensTrained(49_152, 49_152),
                96,
                3.25,
                truncated ? 0.0004 : 0,
                new SelectionSummary(
                                3072,
                                0,
                                3072,
                                truncated ? 1536 : 3072,
                                truncated ? 4.5 : 0,
                                0.5,
                                truncated ? 0.75 : 0.5)
                        .edited(generation > 0 ? new TokenEdits(64_000, 8_000, 640) : null),
                new Evaluation(
                        640,
                        20_480,
                        80 * ratio,
                        0.33,
                        0.001,
                        generation == 0 ? null : confidence(),
                        generation == 0 ? null : new KnowledgeRetention(500, 0.75, 0.7, 0.8125)),
                null,
                Map.of("intake", 2.0, "training", 8.0),
                21_000,
                null,
                generation > 0 ? List.of(0.25, 0.125, 0.5) : null,
                generation > 0
                        ? new PoolDivergence(
                                49_152, 20_480, 0.40625, 0.34375, 0.28125, generation / 4096.0, 0x1p-14, 0x1p-6)
                        : null);
        return new GenerationMeasured(
                trained,
                ratio,
                text(ratio, generation > 0),
                0.9,
                null,
                new Books(3072, 3072, 0, 3072, 0, 3072),
                ratio > 1.3 ? GenerationMeasured.Stage.COLLAPSED : GenerationMeasured.Stage.HEALTHY,
                generation == 0 ? null : new Mauve(0.75, 384, 38));
    }

    /** Generation 0 is measured by an earlier release. */
    private static TextMeasures text(double ratio, boolean statistics) {
        return new TextMeasures(
                384,
                8_000,
                0.97,
                0.98,
                0.2,
                0.1,
                0.4,
                ratio,
                0.6 - (ratio - 1) / 10,
                statistics ? 0.015625 : null,
                statistics ? new TextDivergence(0.125, 0.25, 0.375) : null,
                statistics ? statistics(0.0125, null) : null,
                statistics ? statistics(0.0250, 62.5) : null,
                statistics ? new TokenDivergence(12_288, 0.21875, 0.28125, 0.1875, 0.3125, 0.09375) : null,
                statistics
                        ? new OwnConfidence(Collections.nCopies(Confidence.BINS, 614L), 0.4375, 0.0625, 0.03125)
                        : null);
    }

    private static TextStatistics statistics(double tailMass, @Nullable Double readingEase) {
        return new TextStatistics(
                tailMass,
                -1.25,
                0.0078125,
                0.001,
                512.4,
                0.25,
                0.5,
                0.75,
                readingEase,
                20.75,
                6.5,
                List.of(new WordRank(1, 400), new WordRank(10, 40), new WordRank(1_000, 1)));
    }

    private static Confidence confidence() {
        return new Confidence(Collections.nCopies(Confidence.BINS, 1_024L), 0.1875, 0.03125, 3.25, 1.125, 5.5, 0.0625);
    }

    /** The report of it. */
    public static Report report() {
        ExperimentView view = view();
        List<ArmReport> runs = requests().stream()
                .map(run -> ArmReport.of(run, view.run(run.runId()).orElseThrow()))
                .toList();
        Report.Cost cost = new Report.Cost(
                301.5,
                Map.of("training", 130.0),
                Map.of("trainer", Report.Throughput.of("tokens", 400_000, 20)),
                Map.of("screen", new Report.Share("passed on", 384, 1_536)),
                new Report.Memory(3L << 30, Map.of("kafka", 400L << 20)),
                Map.of("kafka", 0),
                new Report.Machine(2, 24L << 30, "Linux amd64", "25"));
        return new Report(
                "quickstart-1",
                "quickstart",
                experiment().description(),
                "./tailkeeper run",
                new Report.Origin("0.1.0", "0a1b2c3d", List.of(new Report.Corpus("wordnet", null)), List.of("cpu")),
                NOW,
                cost,
                Findings.verdict(runs),
                Findings.warnings(runs, Set.of()),
                runs);
    }
}
