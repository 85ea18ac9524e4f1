package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.GenerationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A calibration part that is being collected. Of its deliveries in a partition only the first one stays undone, which is
 * enough: a restart reads the part again, whole. Not for use by several threads.
 */
final class OpenPart {

    private final GenerationKey generation;
    private final int total;
    private final List<PartOfDetector> detectors = new ArrayList<>();
    private final Map<Integer, Delivery> first = new HashMap<>();
    private boolean aside;

    /** A part without samples, for detectors that need it. */
    OpenPart(GenerationKey generation, List<RunDetector> needing, int total) {
        this.generation = generation;
        this.total = total;
        needing.forEach(detector -> detectors.add(new PartOfDetector(generation, detector, total)));
    }

    GenerationKey generation() {
        return generation;
    }

    List<PartOfDetector> detectors() {
        return detectors;
    }

    /** Takes in a delivery of the part. */
    void take(Delivery delivery) {
        detectors.forEach(detector -> detector.take(delivery));
        Delivery before = first.get(delivery.partition());
        if (before != null && before.offset() < delivery.offset()) {
            delivery.done();
            return;
        }
        first.put(delivery.partition(), delivery);
        if (before != null && before.offset() > delivery.offset()) {
            before.done();
        }
    }

    /** Lets go of what it holds in memory; it is to be delivered again when there is room. */
    void setAside() {
        aside = true;
        detectors.clear();
    }

    boolean isAside() {
        return aside;
    }

    /** Has it delivered again from its first sample on, for detectors that need it. */
    void takeUpAgain(List<RunDetector> needing) {
        aside = false;
        needing.forEach(detector -> detectors.add(new PartOfDetector(generation, detector, total)));
        first.values().forEach(Delivery::again);
    }

    /** Nobody needs it any more. */
    void done() {
        first.values().forEach(Delivery::done);
    }

    long bytes() {
        return detectors.stream()
                .mapToLong(detector -> detector.part().bytes() + detector.waitingBytes())
                .sum();
    }
}
