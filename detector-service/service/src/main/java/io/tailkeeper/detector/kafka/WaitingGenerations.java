package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.GenerationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long generations have waited for their calibration. Not for use by several threads. */
final class WaitingGenerations {

    private final Clock clock;
    private final Duration longest;
    private final Map<GenerationKey, Instant> since = new HashMap<>();

    WaitingGenerations(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
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
                .filter(generation -> !since.get(generation).plus(longest).isAfter(now))
                .sorted()
                .toList();
    }

    /** The longest wait. */
    Duration longest() {
        return longest;
    }

    Instant now() {
        return clock.instant();
    }
}
