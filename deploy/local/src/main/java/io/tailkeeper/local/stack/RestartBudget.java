package io.tailkeeper.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a child may be restarted: so many times within a sliding window. Not safe for use by several threads. */
final class RestartBudget {

    static final int RESTARTS = 5;
    static final Duration WINDOW = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Deque<Instant> spent = new ArrayDeque<>();

    RestartBudget(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more restart is within the budget; if so it is spent. */
    boolean spend() {
        Instant now = clock.instant();
        while (!spent.isEmpty() && spent.peekFirst().isBefore(now.minus(WINDOW))) {
            spent.removeFirst();
        }
        if (spent.size() >= RESTARTS) {
            return false;
        }
        spent.addLast(now);
        return true;
    }
}
