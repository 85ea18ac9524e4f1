package io.tailkeeper.bench.services;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Until when something must have happened that can only be asked for again and again. */
public record Deadline(long nanoTime) {

    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(50);

    /** In so much time. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /**
     * Waits a moment before the next question.
     *
     * @param fault says what has not happened
     * @throws IllegalStateException when it is too late
     */
    public void check(Supplier<String> fault) {
        if (System.nanoTime() - nanoTime > 0) {
            throw new IllegalStateException(fault.get() + " in time");
        }
        LockSupport.parkNanos(BETWEEN);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted: " + fault.get());
        }
    }
}
