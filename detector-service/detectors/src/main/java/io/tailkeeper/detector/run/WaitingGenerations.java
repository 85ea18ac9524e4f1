package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.GenerationKey;
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

    /** The longest that a generation may wait. */
    Duration longest() {
        return longest;
    }

    /**
     * Notes which generations wait now; the clock of one that waits no more begins anew.
     *
     * @return those that have waited too long
     */
    List<GenerationKey> overdue(Set<GenerationKey> waiting) {
        Instant now = clock.instant();
        since.keySet().retainAll(waiting);
        waiting.forEach(generation -> since.putIfAbsent(generation, now));
        return waiting.stream()
                .filter(generation ->
                        !since.getOrDefault(generation, now).plus(longest).isAfter(now))
                .sorted()
                .toList();
    }
}
