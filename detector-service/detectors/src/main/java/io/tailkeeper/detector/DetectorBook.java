package io.tailkeeper.detector;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an instance knows of the detectors and runs of the installation. Safe for use by several threads.
 *
 * <p>Filled from the beginning of {@code detectors.calibrated.v1} and {@code runs.finished.v1}, so that nothing is lost
 * with the instance.
 */
public final class DetectorBook {

    /** What can be done with the samples of a generation now. */
    public enum Verdict {
        /** Score them. */
        SCORE,
        /** Their detector is not calibrated yet. */
        WAIT,
        /** Their run has failed or was cancelled: nobody wants the scores. */
        DROP
    }

    private final Map<GenerationKey, DetectorCalibrated> calibrated = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final int dimension;

    /**
     * An empty book.
     *
     * @param dimension features of this instance's encoder; heads of another size are not for this instance
     */
    public DetectorBook(int dimension) {
        this.dimension = dimension;
    }

    /**
     * Notes a calibrated detector.
     *
     * @return false when it is of use only to another detector, or to another version of this one
     */
    public boolean note(DetectorCalibrated detector) {
        if (!detector.detectorId().equals(DetectorCalibration.DETECTOR_ID)
                || detector.head().size() != dimension) {
            return false;
        }
        calibrated.put(detector.generationKey(), detector);
        return true;
    }

    /** Notes the end of a run; only runs that failed or were cancelled matter. */
    public void note(RunFinished finished) {
        if (finished.status() != RunFinished.Status.COMPLETED) {
            ended.add(finished.runId());
        }
    }

    /** What to do with samples of a generation. Generation 0 is human text by definition and needs no detector. */
    public Verdict verdict(GenerationKey generation) {
        if (ended.contains(generation.runId())) {
            return Verdict.DROP;
        }
        return generation.generation() == 0 || calibrated.containsKey(generation) ? Verdict.SCORE : Verdict.WAIT;
    }

    /** Whether a calibration part is of no use any more. */
    public boolean isSettled(GenerationKey generation) {
        return calibrated.containsKey(generation) || ended.contains(generation.runId());
    }

    /** The detector of a generation; none for generation 0. */
    public Optional<DetectorCalibrated> find(GenerationKey generation) {
        return Optional.ofNullable(calibrated.get(generation));
    }
}
