package io.tailkeeper.report.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time that an experiment may still take, from the first work on that is done. It is what is left of the work at the mean of
 * two paces: over all the time, and, counted twice, over its last half. In the beginning what such an experiment is expected to
 * take counts too, as if a twentieth of the work had been done at that pace.
 *
 * <p>Not safe for use by several threads.
 */
final class TimeLeft {

    private static final double EXPECTATION = 0.05;

    private record Look(Duration elapsed, double fraction) {}

    private final @Nullable Duration expected;
    private final Deque<Look> lastHalf = new ArrayDeque<>();
    private @Nullable Look
            first; // what was done before it, of an experiment that is resumed, says nothing about the pace

    /** @param expected what all of it is expected to take; null where nobody knows */
    TimeLeft(@Nullable Duration expected) {
        this.expected = expected;
    }

    /**
     * Takes a look at how far things are.
     *
     * @param elapsed since the experiment began, never less than at the look before
     * @param fraction of all work done, 0 to 1
     * @return the time left; empty before anything was seen to be done, and when all of it is
     */
    Optional<Duration> after(Duration elapsed, double fraction) {
        Look now = new Look(elapsed, fraction);
        if (first == null) {
            first = now;
            lastHalf.addLast(now);
        }
        lastHalf.addLast(now);
        Look half = lastHalf.removeFirst();
        while (lastHalf.getFirst().elapsed().compareTo(elapsed.dividedBy(2)) < 0) {
            half = lastHalf.removeFirst();
        }
        lastHalf.addFirst(half);
        double done = fraction - first.fraction();
        if (done <= 0 || fraction >= 1) {
            return Optional.empty();
        }
        double whole = done / Math.max(1, elapsed.toMillis());
        double recent = (fraction - half.fraction())
                / Math.max(1, elapsed.minus(half.elapsed()).toMillis());
        double measured = 3 / (whole + 2 * recent);
        double millis = expected == null
                ? measured
                : (done * measured + EXPECTATION * expected.toMillis()) / (done + EXPECTATION);
        return Optional.of(Duration.ofMillis((long) ((1 - fraction) * millis)));
    }
}
