package io.tailkeeper.metrics.quarkus;

import io.tailkeeper.flow.Supervision;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Threads that do the same thing again and again. What fails, for want of Redis or the broker, is done again a little later;
 * until then the service is not ready, and says why. An {@code Error} ends it.
 */
@ApplicationScoped
public class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Supervision supervision;

    Rounds(Supervision supervision) {
        this.supervision = supervision;
    }

    /** Starts a thread that does something once in every interval. */
    public void start(String name, Duration interval, Runnable round) {
        AtomicReference<String> problem = new AtomicReference<>();
        supervision.readyWhen(name, () -> Optional.ofNullable(problem.get()));
        Thread unused = supervision.start(name, () -> {
            Duration pause = interval;
            while (!supervision.stopping()) {
                try {
                    round.run();
                    problem.set(null);
                    pause = interval;
                } catch (RuntimeException e) {
                    tell(name, e, problem);
                    Duration longer = pause.multipliedBy(2);
                    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        });
    }

    private void tell(String name, RuntimeException failure, AtomicReference<String> problem) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(problem.getAndSet(reason)) && !supervision.stopping()) {
            LOG.warnf("%s is tried again until it succeeds: %s", name, reason);
            LOG.debug(name, failure);
        }
    }
}
