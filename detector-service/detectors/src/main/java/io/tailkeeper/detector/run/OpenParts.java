package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The calibration parts that are being collected, in bounded memory. Where they hold too much together, the one that nothing
 * came for longest is set aside, and delivered again when another has ended. Of runs that nobody requested, only the newest
 * {@value #MAX_UNREQUESTED} parts stay open. Not safe for use by several threads.
 */
final class OpenParts {

    static final int MAX_UNREQUESTED = 64;

    private final List<RunDetector> detectors;
    private final KnownRuns known;
    private final Consumer<GenerationKey> forgotten;
    private final long mostBytes;
    private final Map<GenerationKey, OpenPart> parts = new LinkedHashMap<>(16, 0.75f, true);
    private boolean oneHasEnded;

    /**
     * None.
     *
     * @param forgotten told of a part that made room for newer ones
     * @param mostBytes that they hold together; one part is held in any case
     */
    OpenParts(List<RunDetector> detectors, KnownRuns known, Consumer<GenerationKey> forgotten, long mostBytes) {
        this.detectors = List.copyOf(detectors);
        this.known = known;
        this.forgotten = forgotten;
        this.mostBytes = mostBytes;
    }

    /** Takes in a delivery; it is done when its part is, or at once where no detector needs it. */
    void take(Delivery delivery) {
        CalibrationSample sample = delivery.sample();
        List<RunDetector> needing = needing(sample.generationKey());
        if (sample.part() != CalibrationSample.Part.CALIBRATION || needing.isEmpty()) {
            delivery.done();
            return;
        }
        OpenPart part = parts.get(sample.generationKey());
        (part == null ? open(sample, needing) : part).take(delivery);
    }

    private List<RunDetector> needing(GenerationKey generation) {
        return detectors.stream()
                .filter(detector -> !known.isSettled(generation, detector.id()))
                .toList();
    }

    private OpenPart open(CalibrationSample sample, List<RunDetector> needing) {
        OpenPart opened = new OpenPart(sample.generationKey(), needing, sample.total());
        if (!known.isRequested(sample.runId())) {
            List<OpenPart> unrequested = parts.values().stream()
                    .filter(part -> !known.isRequested(part.generation().runId()))
                    .toList();
            if (unrequested.size() >= MAX_UNREQUESTED) {
                OpenPart oldest = unrequested.getFirst();
                parts.remove(oldest.generation());
                oldest.done();
                oneHasEnded = true;
                forgotten.accept(oldest.generation());
            }
        }
        parts.put(opened.generation(), opened);
        return opened;
    }

    /** What detectors have yet to do, as far as it can be done now; parts that nobody needs any more are let go. */
    Stream<PartOfDetector> withWork() {
        oneHasEnded |= parts.values().removeIf(part -> {
            List<RunDetector> needing = needing(part.generation());
            part.detectors().removeIf(of -> !needing.contains(of.detector()));
            if (needing.isEmpty()) {
                part.done();
            }
            return needing.isEmpty();
        });
        setAside();
        takeUpAgain();
        return parts.values().stream()
                .flatMap(part -> part.detectors().stream())
                .filter(part -> part.hasWork(known));
    }

    private void setAside() {
        List<OpenPart> held =
                parts.values().stream().filter(part -> !part.isAside()).toList();
        for (int i = 0; i < held.size() - 1 && heldBytes() > mostBytes; i++) {
            held.get(i).setAside();
        }
    }

    private void takeUpAgain() {
        if (oneHasEnded && heldBytes() <= mostBytes / 2) {
            parts.values().stream()
                    .filter(part -> part.isAside() && isReady(part.generation()))
                    .findFirst()
                    .ifPresent(part -> {
                        part.takeUpAgain(needing(part.generation()));
                        oneHasEnded = false;
                    });
        }
    }

    private boolean isReady(GenerationKey generation) {
        return needing(generation).stream()
                .anyMatch(detector -> detector.encoders().isReady(generation));
    }

    private long heldBytes() {
        return parts.values().stream().mapToLong(OpenPart::bytes).sum();
    }
}
