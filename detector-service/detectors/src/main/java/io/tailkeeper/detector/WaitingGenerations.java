package io.tailkeeper.detector;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long generations have waited for their calibration. Not for use by several threads. */
public final class WaitingGenerations {

    private final Clock clock;
    private final Duration longest;
    private final Map<GenerationKey, Instant> since = new HashMap<>();

    /**
     * Nothing waits yet.
     *
     * @param longest a generation may wait
     */
    public WaitingGenerations(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /**
     * Notes which generations wait now; the clock of one that waits no more begins anew.
     *
     * @return those that have waited too long
     */
    public List<GenerationKey> overdue(Set<GenerationKey> waiting) {
        Instant now = clock.instant();
        since.keySet().retainAll(waiting);
        waiting.forEach(generation -> since.putIfAbsent(generation, now));
        return waiting.stream()
                .filter(generation -> !since.get(generation).plus(longest).isAfter(now))
                .sorted()
                .toList();
    }

    /** Why a generation that has waited too long is given up, and what to look for. */
    public String reason(GenerationKey generation, String detectorId) {
        return "the samples of " + generation + " waited " + longest + " for the calibrated detector " + detectorId
                + " and none came: the calibration part of that generation on " + Topics.SAMPLES_CALIBRATION.name()
                + " is missing or incomplete. Look for refused records on "
                + Topics.SAMPLES_CALIBRATION.deadLetter(RunEnding.SERVICE)
                + " and at the generator's log; if the generator is only slow, raise"
                + " tailkeeper.detector.calibration-timeout";
    }
}
