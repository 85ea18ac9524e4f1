package io.tailkeeper.report.view;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as the metrics service knows it.
 *
 * @param experimentId the experiment
 * @param runs its runs, in no particular order
 */
public record ExperimentView(String experimentId, List<RunView> runs) {

    public ExperimentView {
        runs = runs == null ? List.of() : List.copyOf(runs);
    }

    /** Nothing known yet. */
    public static ExperimentView empty(String experimentId) {
        return new ExperimentView(experimentId, List.of());
    }

    /**
     * This view, with every run that an earlier one saw further along as it was then: a read model that is rebuilt
     * forgets for a while.
     */
    public ExperimentView keeping(ExperimentView earlier) {
        Map<String, RunView> kept = new LinkedHashMap<>();
        runs.forEach(run -> kept.put(run.run().runId(), run));
        earlier.runs.forEach(
                run -> kept.merge(run.run().runId(), run, (now, before) -> now.isAsFarAs(before) ? now : before));
        return new ExperimentView(experimentId, List.copyOf(kept.values()));
    }

    /** One of its runs, once it is known. */
    public Optional<RunView> run(String runId) {
        return runs.stream().filter(run -> run.run().runId().equals(runId)).findFirst();
    }

    /**
     * One run.
     *
     * @param run what was asked for
     * @param state running, completed, cancelled or failed
     * @param finished how it ended; null while it runs
     * @param progress of each generation that has begun
     * @param generations measured ones
     * @param detectors every detector of every generation from 1 on
     * @param alerts what was raised, by generation and rule
     */
    public record RunView(
            RunRequested run,
            String state,
            @Nullable RunFinished finished,
            List<GenerationProgress> progress,
            List<GenerationMeasured> generations,
            List<DetectorView> detectors,
            List<CollapseAlert> alerts) {

        public RunView {
            alerts = alerts == null ? List.of() : List.copyOf(alerts);
            detectors = detectors == null ? List.of() : List.copyOf(detectors);
            progress = progress == null
                    ? List.of()
                    : progress.stream()
                            .sorted(Comparator.comparingInt(GenerationProgress::generation))
                            .toList();
            generations = generations == null
                    ? List.of()
                    : generations.stream()
                            .sorted(Comparator.comparing(GenerationMeasured::generationKey))
                            .toList();
        }

        /** Without alerts. */
        public RunView(
                RunRequested run,
                String state,
                @Nullable RunFinished finished,
                List<GenerationProgress> progress,
                List<GenerationMeasured> generations,
                List<DetectorView> detectors) {
            this(run, state, finished, progress, generations, detectors, List.of());
        }

        private boolean isAsFarAs(RunView earlier) {
            return generations.size() >= earlier.generations.size()
                    && alerts.size() >= earlier.alerts.size()
                    && (over() || !earlier.over());
        }

        /** Whether nothing more will happen. */
        public boolean over() {
            return finished != null;
        }

        /** How it ended, of one that is over. */
        public RunFinished end() {
            return Objects.requireNonNull(finished, "the end of a run that is over");
        }

        /** Whether it came to its end. */
        public boolean completed() {
            return finished != null && finished.status() == RunFinished.Status.COMPLETED;
        }
    }

    /**
     * How far a generation is.
     *
     * @param generation the generation
     * @param collected samples collected so far
     * @param expected samples the generation is made of
     * @param scored samples scored so far
     * @param deadLettered samples refused
     * @param calibrated whether the detector is ready for it
     * @param batches weighted batches so far
     * @param phase what the trainer is doing; null while it waits
     * @param done units of the phase done
     * @param total units of the phase
     * @param loss mean loss of the last steps; null before the first
     * @param tokensPerSecond of training; null before the first step
     */
    public record GenerationProgress(
            int generation,
            int collected,
            int expected,
            int scored,
            int deadLettered,
            boolean calibrated,
            int batches,
            @Nullable String phase,
            int done,
            int total,
            @Nullable Double loss,
            @Nullable Double tokensPerSecond) {}
}
