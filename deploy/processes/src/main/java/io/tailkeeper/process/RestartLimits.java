package io.tailkeeper.process;

import java.time.Duration;

/**
 * How often a child that ended is started again, and how soon.
 *
 * @param restarts so many within the window; the next end is told as a failure of the stack
 * @param window long beside the time between two ends of a slow loop
 * @param unready restarts of a child that has never been ready and ends by itself: mostly a setting is wrong, and the
 *     person is to know soon
 * @param longestPause no restart waits longer; the first does not wait, then the pause doubles from a second on
 */
public record RestartLimits(int restarts, Duration window, int unready, Duration longestPause) {

    /** A child that dies every quarter of an hour, or more often, is told of as a failure in the end. */
    public static final RestartLimits USUAL = new RestartLimits(8, Duration.ofHours(2), 2, Duration.ofSeconds(30));

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** For a stack whose children are killed on purpose: so many kills more, and hardly a pause. */
    public static RestartLimits forKills(int kills) {
        return new RestartLimits(USUAL.restarts + kills, USUAL.window, USUAL.unready + kills, Duration.ofSeconds(2));
    }

    /** The pause before a restart, when so many came before it. */
    Duration pause(int before) {
        if (before == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(before - 1, Integer.SIZE - 2));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
