package io.tailkeeper.process;

import java.time.Duration;

/**
 * How long a part may take until it serves. What counts is whether it gets on, so that a slow machine only takes longer.
 *
 * @param still longest time without progress: no new line in its log, and next to no use of a processor
 * @param longest longest time altogether
 */
public record StartLimits(Duration still, Duration longest) {

    /** A service starts in some ten seconds on two busy cores. */
    public static final StartLimits USUAL = new StartLimits(Duration.ofMinutes(3), Duration.ofMinutes(30));

    public StartLimits {
        if (!still.isPositive() || !longest.isPositive()) {
            throw new IllegalArgumentException("limits of a start must be positive: " + still + ", " + longest);
        }
    }

    /** The same with another longest time altogether; no wait without progress is longer than that. */
    public StartLimits within(Duration time) {
        return new StartLimits(still.compareTo(time) < 0 ? still : time, time);
    }
}
