package io.tailkeeper.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The restarts that one child has left. Not safe for use by several threads. */
final class RestartBudget {

    private static final int PORT_TRIES = 5;
    private static final int SIGNAL = 128; // an exit status above it stands for a signal

    private final RestartLimits limits;
    private final InstantSource clock;
    private final Deque<Instant> spent = new ArrayDeque<>();
    private int portsTaken;
    private int unready;

    RestartBudget(RestartLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** What follows the end of a process. */
    sealed interface Verdict {

        /** It is started on another port, at once. */
        record Move() implements Verdict {}

        /** It is started again after a pause. */
        record Again(Duration pause) implements Verdict {}

        /** It is not started again; why, as the end of a sentence about its end. */
        record Enough(String reason) implements Verdict {}
    }

    /** What follows when its port is somebody else's, which costs no restart; empty when it moved too often already. */
    Optional<Verdict> move() {
        return ++portsTaken > PORT_TRIES ? Optional.empty() : Optional.of(new Verdict.Move());
    }

    /**
     * Spends a restart if one is left.
     *
     * @param status exit status of the process that ended
     * @param ready whether the child has been ready before, by this process or an earlier one
     */
    Verdict spend(int status, boolean ready) {
        if (!ready && status <= SIGNAL && ++unready > limits.unready()) {
            return new Verdict.Enough(" (" + unready + (unready == 1 ? " time)" : " times)"));
        }
        Instant now = clock.instant();
        while (!spent.isEmpty() && spent.peekFirst().isBefore(now.minus(limits.window()))) {
            spent.removeFirst();
        }
        if (spent.size() >= limits.restarts()) {
            return new Verdict.Enough(" after " + spent.size() + " restarts within "
                    + limits.window().toMinutes() + " minutes");
        }
        Duration pause = limits.pause(spent.size());
        spent.addLast(now);
        return new Verdict.Again(pause);
    }
}
