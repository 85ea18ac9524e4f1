package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.specification.DetectorTrial;
import io.tailkeeper.detector.calibration.Trial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calibration part of a generation as one detector needs it: features, and samples that wait to be encoded. */
final class PartOfDetector {

    private final GenerationKey generation;
    private final RunDetector detector;
    private final CalibrationPart part;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable DetectorTrial trial;

    PartOfDetector(GenerationKey generation, RunDetector detector, int total) {
        this.generation = generation;
        this.detector = detector;
        part = new CalibrationPart(total, detector.encoders().dimension());
    }

    GenerationKey generation() {
        return generation;
    }

    RunDetector detector() {
        return detector;
    }

    CalibrationPart part() {
        return part;
    }

    void take(Delivery delivery) {
        DetectorTrial asked = delivery.sample().trial();
        if (asked != null && asked.detectorId().equals(detector.id())) {
            trial = asked;
        }
        if (part.needs(delivery.sample())) {
            waiting.add(delivery);
            waitingBytes += delivery.bytes();
        }
    }

    /** Those that wait first, so many at most. */
    List<Delivery> next(int most) {
        return waiting.stream().limit(most).toList();
    }

    /** The first one that waits does so no more. */
    void doneWithFirst() {
        waitingBytes -= waiting.remove().bytes();
    }

    /** Whether something can be done now: a sample encoded, or the detector fitted. */
    boolean hasWork(KnownRuns known) {
        return (!waiting.isEmpty() || part.isComplete())
                && detector.encoders().isReady(generation)
                && (!needsFirst() || first(known).isPresent());
    }

    /** What the fit is asked for. */
    Trial trial(KnownRuns known) {
        return new Trial(trial, needsFirst() ? first(known) : Optional.empty());
    }

    private boolean needsFirst() {
        return Trial.needsFirst(trial, generation.generation());
    }

    private Optional<DetectorCalibrated> first(KnownRuns known) {
        return known.find(new GenerationKey(generation.runId(), 1), detector.id());
    }

    /** Bytes of the samples that wait. */
    long waitingBytes() {
        return waitingBytes;
    }
}
