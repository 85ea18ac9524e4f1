package io.tailkeeper.detector.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done turn by turn, and after a failure begins again from what Kafka holds: a little later each time, until it
 * has gone well for as long as the longest pause. Until then it says why.
 */
public final class RestartingLoop implements AutoCloseable {

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final Logger LOG = System.getLogger(RestartingLoop.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Supplier<Life> lives;
    private final Runnable failed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Life current;
    private volatile boolean running;
    private volatile @Nullable String problem = "it has not begun yet";

    /** What a loop works with from one failure to the next. */
    public interface Life extends AutoCloseable {

        /** Waits a moment for work and does it. Any exception ends this life. */
        void turn();

        /** Makes a waiting {@link #turn} end; the only method for other threads. */
        void wakeUp();

        @Override
        void close();
    }

    /**
     * Does nothing before {@link #run}.
     *
     * @param lives makes a life; may fail, and is asked again
     * @param failed called after each failure
     */
    public RestartingLoop(String name, Supplier<? extends Life> lives, Runnable failed) {
        this.name = name;
        this.lives = lives::get;
        this.failed = failed;
    }

    /** What it does. */
    public String name() {
        return name;
    }

    /** Works until it is closed; an {@link Error} of the JVM passes. */
    public void run() {
        running = true;
        try {
            Duration pause = Duration.ZERO;
            while (stop.getCount() > 0) {
                pause = next(pause, live(pause));
                if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Returns how long the life went well. */
    private Duration live(Duration pause) {
        long begun = System.nanoTime();
        try (Life life = lives.get()) {
            current = life;
            while (stop.getCount() > 0) {
                life.turn();
                if (problem != null && since(begun).compareTo(pause) >= 0) {
                    problem = null;
                }
            }
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                problem = "it failed and begins again: " + e;
                LOG.log(Level.WARNING, name + " failed and begins again: " + e, e);
                failed.run();
            }
        }
        return since(begun);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Duration next(Duration pause, Duration wentWell) {
        if (pause.isZero() || wentWell.compareTo(LONGEST_PAUSE) > 0) {
            return FIRST_PAUSE;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** What keeps it from its work; empty when nothing does. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether nothing of it works any more, or did ever. */
    public boolean hasEnded() {
        return !running || ended.getCount() == 0;
    }

    /** Ends it after the turn that it is at. */
    @Override
    public void close() {
        stop.countDown();
        Life life = current;
        if (life != null) {
            life.wakeUp();
        }
        try {
            if (!hasEnded() && !ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "{0} did not stop within {1}", name, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
