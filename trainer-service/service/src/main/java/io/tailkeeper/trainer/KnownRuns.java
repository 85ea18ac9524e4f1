package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The runs, what has been trained of them, and how they ended. Used by one thread at a time, but {@link #over}, which is safe
 * at any time.
 */
final class KnownRuns {

    private final SortedMap<String, RunRequested> runs = new TreeMap<>();
    private final Map<String, RunFinished> finished = new ConcurrentHashMap<>();
    private final Map<GenerationKey, GenerationTrained> trained = new ConcurrentHashMap<>();

    /** Whether the run is new; the first request of a run id counts. */
    boolean requested(RunRequested run) {
        return runs.putIfAbsent(run.runId(), run) == null;
    }

    void trained(GenerationTrained message) {
        trained.putIfAbsent(message.generationKey(), message);
    }

    void finished(RunFinished message) {
        finished.putIfAbsent(message.runId(), message);
    }

    Optional<RunRequested> find(String runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    /** Generation 0 of runs whose base run has trained it, as those runs' own. */
    List<GenerationTrained> adoptions() {
        List<GenerationTrained> due = new ArrayList<>();
        for (RunRequested run : runsToAdopt()) {
            GenerationTrained base = trained.get(base(run));
            if (base != null && mismatch(base, run).isEmpty()) {
                due.add(adopted(base, run));
            }
        }
        return due;
    }

    private List<RunRequested> runsToAdopt() {
        return runs.values().stream()
                .filter(run -> run.baseRunId() != null && !over(new GenerationKey(run.runId(), 0)))
                .toList();
    }

    /** Generation 0 that a run adopts. */
    private static GenerationKey base(RunRequested run) {
        return new GenerationKey(Objects.requireNonNull(run.baseRunId(), "the base of a run that adopts one"), 0);
    }

    /** Why a run cannot adopt that generation 0; empty when it can. */
    private static Optional<String> mismatch(GenerationTrained base, RunRequested run) {
        RunSpecification had = base.run().specification();
        RunSpecification wanted = run.specification();
        if (!had.model().equals(wanted.model())) {
            return Optional.of("model: " + wanted.model() + " cannot adopt generation 0 of base run " + run.baseRunId()
                    + ", which has " + had.model() + "; give both runs the same model");
        }
        if (!had.loss(0).equals(wanted.loss(0))) {
            return Optional.of("loss.from-generation: generation 0 of base run " + run.baseRunId()
                    + " was trained with another loss; request the run without baseRunId");
        }
        return wanted.asksKnowledge() && !had.asksKnowledge()
                ? Optional.of("knowledge: the models are asked items, but base run " + run.baseRunId()
                        + " has none; give both runs the same knowledge")
                : Optional.empty();
    }

    /** @throws RejectedMessageException when a sample is of a generation that its run does not train */
    static void requireTrained(RunRequested run, SampleScored scored) {
        int generation = scored.sample().generation();
        String sample = "sample " + scored.sample().sampleId() + ": run " + run.runId();
        if (generation > run.specification().generations()) {
            throw new RejectedMessageException(
                    sample + " ends with generation " + run.specification().generations());
        }
        if (generation == 0 && run.baseRunId() != null) {
            throw new RejectedMessageException(sample + " adopts generation 0 of " + run.baseRunId());
        }
    }

    private static GenerationTrained adopted(GenerationTrained base, RunRequested run) {
        return new GenerationTrained(
                run,
                0,
                base.checkpoint(),
                true,
                base.tokensTrained(),
                base.steps(),
                base.trainingLoss(),
                base.maskedShare(),
                base.selection(),
                base.test(),
                base.validation(),
                base.secondsByPhase(),
                base.tokensPerSecond(),
                run.specification().data().asksEarlierModels() ? List.of() : null,
                base.maskedByEpoch(),
                base.poolDivergence());
    }

    /** Runs that can never begin, and why. */
    SortedMap<String, String> orphans() {
        SortedMap<String, String> due = new TreeMap<>();
        for (RunRequested run : runsToAdopt()) {
            GenerationTrained base = trained.get(base(run));
            RunFinished end = finished.get(base(run).runId());
            if (base != null) {
                mismatch(base, run).ifPresent(reason -> due.put(run.runId(), reason));
            } else if (end != null && badly(end)) {
                due.put(
                        run.runId(),
                        "base run " + run.baseRunId() + " ended without generation 0: " + end.why()
                                + "; mend that and request both again");
            }
        }
        return due;
    }

    boolean finishedBadly(String runId) {
        RunFinished end = finished.get(runId);
        return end != null && badly(end);
    }

    private static boolean badly(RunFinished end) {
        return end.status() != RunFinished.Status.COMPLETED;
    }

    /** Whether a run's texts wait for somebody to request it. */
    boolean waits(String runId) {
        return find(runId).isEmpty() && !needsHeldOut(runId);
    }

    /** Whether a run is known, and no run evaluates with its held-out parts now. */
    boolean isUnneeded(String runId) {
        return find(runId).isPresent() && !needsHeldOut(runId);
    }

    /** Whether a run that is not over evaluates with a run's held-out parts. */
    private boolean needsHeldOut(String runId) {
        return runs.values().stream()
                .anyMatch(run -> run.heldOutRunId().equals(runId) && !finished.containsKey(run.runId()));
    }

    /** Whether a generation needs no more work here: it is trained, or its run is over. */
    boolean over(GenerationKey key) {
        return trained.containsKey(key) || finished.containsKey(key.runId());
    }

    /** Whether the weights are known that a generation's training begins with, and those before it that it asks for. */
    boolean startKnown(RunRequested run, int generation) {
        return IntStream.range(firstAsked(run, generation), generation)
                        .allMatch(before -> trained.containsKey(new GenerationKey(run.runId(), before)))
                && (generation == 0 || trained.containsKey(new GenerationKey(run.runId(), 0)));
    }

    /** A run that earlier models write for, or that asks generation 0 for its verdict, asks for all generations before; others for the last. */
    private static int firstAsked(RunRequested run, int generation) {
        RunSpecification specification = run.specification();
        boolean all = specification.data().asksEarlierModels() || specification.asksGenerationZero();
        return all ? 0 : Math.max(0, generation - 1);
    }

    /** A generation's task, with the weights that its training begins with; null: new ones. */
    GenerationTask task(RunRequested run, int generation, GenerationTask.Pool pool, GenerationTask.HeldOutParts parts) {
        boolean base = run.specification().restart() == RunSpecification.Restart.BASE;
        CheckpointReference start = generation == 0 ? null : checkpoint(run, base ? 0 : generation - 1);
        List<CheckpointReference> earlier = IntStream.range(firstAsked(run, generation), generation)
                .mapToObj(before -> checkpoint(run, before))
                .toList();
        return new GenerationTask(run, generation, start, earlier, pool, parts);
    }

    private CheckpointReference checkpoint(RunRequested run, int generation) {
        return Objects.requireNonNull(trained.get(new GenerationKey(run.runId(), generation)), "it is trained")
                .checkpoint();
    }
}
