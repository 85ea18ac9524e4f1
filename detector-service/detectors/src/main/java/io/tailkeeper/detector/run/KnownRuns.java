package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an instance knows of the detectors and runs of the installation, read from the topics of state at each start. Safe for
 * use by several threads.
 *
 * <p>It keeps everything of the runs that are under way. Of a run that failed or was cancelled it keeps the id. Runs that are
 * completed, for which a shadow may still have samples to score, and runs that nobody has requested are kept as long as they
 * have {@value #MAX_SPARE} weights together; then the oldest is over too.
 */
public final class KnownRuns {

    /** Weights of runs that nobody waits for: 24 MB. */
    static final int MAX_SPARE = 1_000_000;

    private final Map<String, KnownRun> runs = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Set<String> givenUpBefore = new HashSet<>();
    private int spare;

    /** What can be done with the samples of a generation now. */
    public enum Verdict {
        /** Score them. */
        SCORE,
        /** Their detector is not calibrated yet. */
        WAIT,
        /** Nobody wants the scores: their run is over, or waited too long for a shadow. */
        DROP
    }

    /**
     * A verdict, and what it is carried out with.
     *
     * @param calibrated none for generation 0, which is human text by definition and needs no detector
     */
    public record Decision(Verdict verdict, Optional<DetectorCalibrated> calibrated) {}

    /** Notes a calibrated detector of this instance. */
    public synchronized void note(DetectorCalibrated detector) {
        change(detector.runId(), run -> run.calibrated(detector));
    }

    /** Notes the end of a run. */
    public synchronized void note(RunFinished finished) {
        if (finished.status() == RunFinished.Status.COMPLETED) {
            change(finished.runId(), KnownRun::complete);
        } else {
            spare -= of(finished.runId(), KnownRun::spare, 0);
            runs.remove(finished.runId());
            over.add(finished.runId());
        }
    }

    /** Notes a run: whose scores count in it, and how many it needs. */
    public synchronized void note(RunRequested run) {
        change(run.runId(), booked -> booked.request(run));
    }

    /** Notes where the checkpoint of a generation lies. */
    public synchronized void note(GenerationTrained trained) {
        change(trained.run().runId(), run -> {
            run.request(trained.run());
            run.checkpoint(trained.generation(), trained.checkpoint());
        });
    }

    /** Notes why a detector will not judge a generation: a shadow of its run, or one of a run that nobody has requested yet. */
    public synchronized void giveUp(GenerationKey generation, String detectorId, String reason) {
        change(generation.runId(), run -> run.giveUp(generation.generation(), detectorId, reason));
        if (!isRequested(generation.runId())) {
            givenUpBefore.add(generation.runId());
        }
    }

    /** Runs under way whose deciding detector gave a generation up before their request was read, with its reason. */
    synchronized Map<String, String> undecidable() {
        Map<String, String> undecidable = new TreeMap<>();
        givenUpBefore.removeIf(runId -> {
            Optional<String> reason = of(runId, KnownRun::undecidable, Optional.empty());
            reason.ifPresent(given -> undecidable.put(runId, given));
            return reason.isEmpty() && (isRequested(runId) || !runs.containsKey(runId));
        });
        return undecidable;
    }

    private void change(String runId, Consumer<KnownRun> change) {
        if (over.contains(runId)) {
            return;
        }
        spare -= of(runId, KnownRun::spare, 0);
        KnownRun run = runs.computeIfAbsent(runId, KnownRun::new);
        change.accept(run);
        spare += run.spare();
        forgetTheOldest();
    }

    private void forgetTheOldest() {
        Iterator<KnownRun> oldest = runs.values().iterator();
        while (spare > MAX_SPARE && oldest.hasNext()) {
            KnownRun run = oldest.next();
            if (run.spare() > 0) {
                oldest.remove();
                spare -= run.spare();
                if (run.isCompleted()) {
                    over.add(run.runId());
                }
            }
        }
    }

    /** Runs of which more than the id is known. */
    synchronized int size() {
        return runs.size();
    }

    /** Whether somebody has requested the run, and it is not over. */
    public synchronized boolean isRequested(String runId) {
        return of(runId, KnownRun::isRequested, false);
    }

    /** Whether a run is over for good: late messages of it change nothing. */
    public synchronized boolean isOver(String runId) {
        return over.contains(runId);
    }

    /** Whether a detector is only a shadow in a run: somebody else's scores count. */
    public synchronized boolean isShadow(String runId, String detectorId) {
        return of(runId, run -> run.isShadow(detectorId), false);
    }

    /** Whether the run's own pool stays incomplete without a detector's score of a sample. */
    public synchronized boolean isNeeded(SampleCollected sample, String detectorId) {
        return of(sample.runId(), run -> run.needs(sample, detectorId), false);
    }

    /** What to do with samples of a generation. */
    public synchronized Decision decide(GenerationKey generation, String detectorId) {
        if (over.contains(generation.runId()) || isGivenUp(generation, detectorId)) {
            return new Decision(Verdict.DROP, Optional.empty());
        }
        Optional<DetectorCalibrated> calibrated = find(generation, detectorId);
        boolean ready = generation.generation() == 0 || calibrated.isPresent();
        return new Decision(ready ? Verdict.SCORE : Verdict.WAIT, calibrated);
    }

    /** Whether a calibration part is of no use any more. */
    public synchronized boolean isSettled(GenerationKey generation, String detectorId) {
        return over.contains(generation.runId())
                || isGivenUp(generation, detectorId)
                || find(generation, detectorId).isPresent();
    }

    /** The detector of a generation; none for generation 0. */
    public synchronized Optional<DetectorCalibrated> find(GenerationKey generation, String detectorId) {
        return of(generation.runId(), run -> run.calibrated(generation.generation(), detectorId), Optional.empty());
    }

    private boolean isGivenUp(GenerationKey generation, String detectorId) {
        return of(generation.runId(), run -> run.isGivenUp(generation.generation(), detectorId), false);
    }

    private <T> T of(String runId, Function<KnownRun, T> known, T unknown) {
        KnownRun run = runs.get(runId);
        return run == null ? unknown : known.apply(run);
    }

    /** The checkpoint that a generation was trained into, when that is known. */
    public synchronized Optional<CheckpointReference> checkpoint(GenerationKey generation) {
        return of(generation.runId(), run -> run.checkpoint(generation.generation()), Optional.empty());
    }
}
