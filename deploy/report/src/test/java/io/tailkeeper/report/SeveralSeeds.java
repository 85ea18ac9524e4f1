package io.tailkeeper.report;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The canned quickstart over the seeds 42, 43 and 44: ratios of baseline and floor rise by 0.01 from seed to seed. */
public final class SeveralSeeds {

    private SeveralSeeds() {}

    /** Its runs. */
    public static List<RunRequested> requests() {
        return ExperimentReader.preset("quickstart", List.of(new Setting("seeds", "42,43,44")))
                .requests("quickstart-1", Canned.NOW);
    }

    /** A run that measured some generations, and completed or goes on. */
    public static RunView run(RunRequested run, int generations, boolean completed) {
        List<GenerationMeasured> measured = new ArrayList<>();
        for (int generation = 0; generation <= generations; generation++) {
            measured.add(shifted(Canned.measured(run, generation)));
        }
        RunFinished end = new RunFinished(run.runId(), RunFinished.Status.COMPLETED, "metrics", null, Canned.NOW);
        return new RunView(
                run, completed ? "completed" : "running", completed ? end : null, List.of(), measured, List.of());
    }

    private static GenerationMeasured shifted(GenerationMeasured measured) {
        GenerationTrained trained = measured.trained();
        long seed = trained.run().specification().seed() - 42;
        double shift = trained.generation() == 0 || trained.run().arm().equals("synthetic-only") ? 0 : 0.01 * seed;
        return new GenerationMeasured(
                trained,
                measured.perplexityRatio() + shift,
                measured.text(),
                measured.detectorAuroc(),
                measured.poolAuroc(),
                measured.books(),
                measured.stage());
    }

    /** All of them at their end. */
    public static ExperimentView view() {
        return new ExperimentView(
                "quickstart-1",
                requests().stream()
                        .map(run -> run(run, run.specification().generations(), true))
                        .toList());
    }

    static List<ArmReport> runs() {
        ExperimentView view = view();
        return requests().stream()
                .map(run -> ArmReport.of(run, view.run(run.runId()).orElseThrow()))
                .toList();
    }

    /** Writes their report into a folder. */
    public static void write(Path folder) throws IOException {
        ReportFiles.write(report(runs()), view(), folder);
    }

    /** Their report. */
    public static Report report() {
        return report(runs());
    }

    static Report report(List<ArmReport> runs) {
        Report one = Canned.report();
        return new Report(
                one.experimentId(),
                one.name(),
                one.description(),
                one.command(),
                one.origin(),
                one.startedAt(),
                one.cost(),
                Findings.verdict(runs),
                Findings.warnings(runs, java.util.Set.of()),
                runs);
    }
}
