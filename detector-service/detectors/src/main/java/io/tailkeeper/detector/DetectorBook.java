package io.tailkeeper.detector;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What an instance knows of the detectors and runs of the installation. Safe for use by several threads.
 *
 * <p>Filled from the beginning of the topics of calibrated detectors, trained generations, requested runs and their ends, so
 * that nothing is lost with the instance.
 */
public final class DetectorBook {

    /** What can be done with the samples of a generation now. */
    public enum Verdict {
        /** Score them. */
        SCORE,
        /** Their detector is not calibrated yet. */
        WAIT,
        /** Their run has failed or was cancelled, or waited too long for a shadow: nobody wants the scores. */
        DROP
    }

    private record Judged(GenerationKey generation, String detectorId) {}

    private final Map<Judged, DetectorCalibrated> calibrated = new ConcurrentHashMap<>();
    private final Set<Judged> givenUp = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, String> deciding = new ConcurrentHashMap<>();
    private final Map<GenerationKey, CompletableFuture<CheckpointReference>> checkpoints = new ConcurrentHashMap<>();
    private final Map<String, Integer> dimensions;

    /**
     * An empty book.
     *
     * @param dimensions features by detector id of this instance; heads of another size are not for this instance
     */
    public DetectorBook(Map<String, Integer> dimensions) {
        this.dimensions = Map.copyOf(dimensions);
    }

    /** A book of these detectors. */
    public static DetectorBook of(Collection<RunDetector> detectors) {
        return new DetectorBook(
                detectors.stream().collect(Collectors.toMap(RunDetector::id, detector -> detector.encoders()
                        .dimension())));
    }

    /**
     * Notes a calibrated detector.
     *
     * @return false when it is of use only to another instance, or to another version of this one
     */
    public boolean note(DetectorCalibrated detector) {
        if (!Integer.valueOf(detector.head().size()).equals(dimensions.get(detector.detectorId()))) {
            return false;
        }
        calibrated.put(new Judged(detector.generationKey(), detector.detectorId()), detector);
        return true;
    }

    /** Notes the end of a run; only runs that failed or were cancelled matter. */
    public void note(RunFinished finished) {
        if (finished.status() != RunFinished.Status.COMPLETED) {
            ended.add(finished.runId());
        }
    }

    /** Notes whose scores count in a run. */
    public void note(RunRequested run) {
        deciding.put(run.runId(), run.specification().selection().detectorId());
    }

    /** Notes where the checkpoint of a generation lies. */
    public void note(GenerationTrained trained) {
        note(trained.run());
        checkpoint(trained.generationKey()).complete(trained.checkpoint());
    }

    /** Notes that a shadow will not judge a generation. */
    public void giveUp(GenerationKey generation, String detectorId) {
        givenUp.add(new Judged(generation, detectorId));
    }

    /** Whether a detector is only a shadow in a run: somebody else's scores count. */
    public boolean isShadow(String runId, String detectorId) {
        return !deciding.getOrDefault(runId, detectorId).equals(detectorId);
    }

    /** What to do with samples of a generation. Generation 0 is human text by definition and needs no detector. */
    public Verdict verdict(GenerationKey generation, String detectorId) {
        Judged judged = new Judged(generation, detectorId);
        if (ended.contains(generation.runId()) || givenUp.contains(judged)) {
            return Verdict.DROP;
        }
        return generation.generation() == 0 || calibrated.containsKey(judged) ? Verdict.SCORE : Verdict.WAIT;
    }

    /** Whether a calibration part is of no use any more. */
    public boolean isSettled(GenerationKey generation, String detectorId) {
        Judged judged = new Judged(generation, detectorId);
        return calibrated.containsKey(judged) || givenUp.contains(judged) || ended.contains(generation.runId());
    }

    /** The detector of a generation; none for generation 0. */
    public Optional<DetectorCalibrated> find(GenerationKey generation, String detectorId) {
        return Optional.ofNullable(calibrated.get(new Judged(generation, detectorId)));
    }

    /**
     * The checkpoint that a generation was trained into.
     *
     * @param longest wait for the book to learn of it
     * @throws IllegalStateException when it is not known by then
     */
    public CheckpointReference checkpoint(GenerationKey generation, Duration longest) {
        try {
            return checkpoint(generation).get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the checkpoint of " + generation + " is not known after " + longest, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a checkpoint", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<CheckpointReference> checkpoint(GenerationKey generation) {
        return checkpoints.computeIfAbsent(generation, _ -> new CompletableFuture<>());
    }
}
