package io.tailkeeper.report.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The time that an experiment may still take, by its pace in the last half and in the last eighth of the time that has passed.
 * Parts of an experiment differ in pace, so nothing is said until the two agree.
 *
 * <p>Not safe for use by several threads.
 */
final class TimeLeft {

    private static final Duration MIN_ELAPSED = Duration.ofSeconds(20);
    private static final double MIN_FRACTION = 0.1;

    /** One estimate may be so many times the other, before anything is said and after: what comes and goes is not read. */
    private static final double AGREEMENT = 1.4;

    private static final double LASTING_AGREEMENT = 2;

    private record Look(Duration elapsed, double fraction) {}

    private final Deque<Look> lastHalf = new ArrayDeque<>(List.of(new Look(Duration.ZERO, 0)));
    private boolean said;

    /**
     * Takes a look at how far things are.
     *
     * @param elapsed never less than at the look before
     * @param fraction of all work done, 0 to 1
     * @return the time left; empty while it is not known well enough
     */
    Optional<Duration> after(Duration elapsed, double fraction) {
        Look now = new Look(elapsed, fraction);
        lastHalf.addLast(now);
        Look half = lastHalf.removeFirst();
        while (lastHalf.getFirst().elapsed().compareTo(elapsed.dividedBy(2)) < 0) {
            half = lastHalf.removeFirst();
        }
        lastHalf.addFirst(half);
        if (elapsed.compareTo(MIN_ELAPSED) < 0 || fraction < MIN_FRACTION) {
            return Optional.empty();
        }
        double byHalf = left(half, now);
        double byEighth = left(lookBefore(elapsed.multipliedBy(7).dividedBy(8)), now);
        said = Double.isFinite(byHalf)
                && Math.max(byHalf, byEighth) <= (said ? LASTING_AGREEMENT : AGREEMENT) * Math.min(byHalf, byEighth);
        return said ? Optional.of(Duration.ofMillis((long) ((byHalf + byEighth) / 2))) : Optional.empty();
    }

    private Look lookBefore(Duration time) {
        Iterator<Look> newestFirst = lastHalf.descendingIterator();
        Look look = newestFirst.next();
        while (look.elapsed().compareTo(time) > 0 && newestFirst.hasNext()) {
            look = newestFirst.next();
        }
        return look;
    }

    /** Milliseconds left at the pace between two looks; infinite where nothing moved. */
    private static double left(Look from, Look to) {
        double done = to.fraction - from.fraction;
        double passed = to.elapsed.minus(from.elapsed).toMillis();
        return done > 0 ? passed * (1 - to.fraction) / done : Double.POSITIVE_INFINITY;
    }
}
