package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.GenerationKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The calibration part of a generation as one detector needs it: features, and samples that wait to be encoded. */
final class PartOfDetector {

    private final GenerationKey generation;
    private final RunDetector detector;
    private final CalibrationPart part;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long waitingBytes;

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
    boolean hasWork() {
        return (!waiting.isEmpty() || part.isComplete()) && detector.encoders().isReady(generation);
    }

    /** Bytes of the samples that wait. */
    long waitingBytes() {
        return waitingBytes;
    }
}
