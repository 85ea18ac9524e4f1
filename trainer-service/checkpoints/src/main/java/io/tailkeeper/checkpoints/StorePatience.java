package io.tailkeeper.checkpoints;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a store that is away: tries again after a second, then a little later each time, and says why meanwhile. Safe for
 * use by several threads.
 */
public final class StorePatience {

    private static final System.Logger LOG = System.getLogger(StorePatience.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Duration firstPause;
    private final CountDownLatch never = new CountDownLatch(1);
    private final Map<Thread, String> problems = new ConcurrentHashMap<>();

    public StorePatience() {
        this(Duration.ofSeconds(1));
    }

    StorePatience(Duration firstPause) {
        this.firstPause = firstPause;
    }

    /**
     * Does what needs the store, as often as it takes.
     *
     * @param givenUp whether nobody wants it any more; asked several times a second while the store is away
     * @throws CancellationException when it is given up, or the thread is interrupted
     */
    public <T> T until(Supplier<T> attempt, BooleanSupplier givenUp) {
        Duration pause = firstPause;
        try {
            while (true) {
                try {
                    return attempt.get();
                } catch (StoreAwayException e) {
                    tell(String.valueOf(e.getMessage()));
                }
                pause(pause, givenUp);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        } finally {
            problems.remove(Thread.currentThread());
        }
    }

    private void tell(String problem) {
        if (!problem.equals(problems.put(Thread.currentThread(), problem))) {
            LOG.log(System.Logger.Level.WARNING, problem + "; nothing is lost, trying again");
        }
    }

    private void pause(Duration pause, BooleanSupplier givenUp) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (givenUp.getAsBoolean()) {
                    throw new CancellationException("the store was away until nobody waited any more");
                }
                boolean unused = never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the store was away");
        }
    }

    /** Why somebody waits right now. */
    public Optional<String> problem() {
        return problems.values().stream().findFirst();
    }
}
