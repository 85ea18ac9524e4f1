package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;

/**
 * The layout of Redis.
 *
 * <p>For other programs, values in the JSON of the HTTP API; they are complete as long as {@code tailkeeper:read-model} is
 * there, which goes when somebody empties the database and comes back when all has been read again:
 *
 * <ul>
 *   <li>{@code tailkeeper:runs}: set of run ids
 *   <li>{@code tailkeeper:run:{id}}: the run with progress, measured generations and detectors
 *   <li>{@code tailkeeper:run:{id}:generation:{n}}: the measures of one generation
 *   <li>{@code tailkeeper:events}: capped stream of {@code kind}, {@code runId}, {@code event}
 * </ul>
 *
 * <p>The ledger, which is the service's own:
 *
 * <ul>
 *   <li>{@code tailkeeper:offsets}: hash of partitions, up to where the ledger holds each: offset, {@code @}, a mark that
 *       every write changes
 *   <li>{@code tailkeeper:ledger:{id}}: hash of what is known of a run: messages as JSON, counts, times
 *   <li>{@code tailkeeper:ledger:{id}:{n}:...}: distinct ids, labelled texts, probabilities, histograms
 *   <li>{@code tailkeeper:early}, {@code tailkeeper:early:{id}}: entries of runs that nobody has requested yet, and their size
 *   <li>{@code tailkeeper:strangers}: sorted set of runs that ended without having been requested
 *   <li>{@code tailkeeper:changed}, {@code tailkeeper:revision}: sorted set of runs to look at, by change
 *   <li>{@code tailkeeper:waiting}: set of runs that wait for the end of a patience
 *   <li>{@code tailkeeper:heard}: hash of detectors that runs select with, when each has last said anything
 *   <li>{@code tailkeeper:summaries}: hash of runs, what lists of runs show
 *   <li>{@code tailkeeper:incarnation}: changes when Redis is emptied
 *   <li>{@code tailkeeper:desk}: the instance that decides, for a few seconds
 * </ul>
 */
final class RedisKeys {

    static final String COMPLETE = "tailkeeper:read-model";
    static final String RUNS = "tailkeeper:runs";
    static final String EVENTS = "tailkeeper:events";
    static final String INCARNATION = "tailkeeper:incarnation";
    static final String OFFSETS = "tailkeeper:offsets";
    static final String EARLY = "tailkeeper:early";
    static final String STRANGERS = "tailkeeper:strangers";
    static final String CHANGED = "tailkeeper:changed";
    static final String REVISION = "tailkeeper:revision";
    static final String WAITING = "tailkeeper:waiting";
    static final String HEARD = "tailkeeper:heard";
    static final String SUMMARIES = "tailkeeper:summaries";
    static final String DESK = "tailkeeper:desk";

    private RedisKeys() {}

    static String run(String runId) {
        return "tailkeeper:run:" + runId;
    }

    static String generation(GenerationKey key) {
        return run(key.runId()) + ":generation:" + key.generation();
    }

    static String early(String runId) {
        return EARLY + ":" + runId;
    }

    static String ledger(String runId) {
        return "tailkeeper:ledger:" + runId;
    }

    /** What is kept of a generation beside the hash of its run. */
    static String ledger(GenerationKey key, String what) {
        return ledger(key.runId()) + ":" + key.generation() + ":" + what;
    }

    /** The same for one detector. */
    static String ledger(GenerationKey key, String what, String detectorId) {
        return ledger(key, what) + ":" + detectorId;
    }

    /** The probabilities that a detector gave a generation's samples. */
    static String scores(GenerationKey key, String detectorId) {
        return ledger(key, "scores", detectorId);
    }

    /** How often a detector gave which probability to human and to machine-written samples. */
    static String histogram(GenerationKey key, String detectorId) {
        return ledger(key, "histogram", detectorId);
    }
}
