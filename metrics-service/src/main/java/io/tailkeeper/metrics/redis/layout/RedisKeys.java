package io.tailkeeper.metrics.redis.layout;

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
 *   <li>{@code tailkeeper:ledger:{id}}: hash of what is known of a run: messages as JSON, counts, times; of a removed run
 *       only the mark {@code removed}
 *   <li>{@code tailkeeper:ledger:{id}:{n}:...}: distinct ids, labelled texts, probabilities, histograms
 *   <li>{@code tailkeeper:ledger:{id}:{n}:shown}, {@code weights}, {@code pairs}: hashes of some samples, of the weights of some that
 *       are learned, and of some pairs; {@code …:order} is the sorted set that bounds the first two
 *   <li>{@code tailkeeper:ledger:{id}:{n}:losses}: hash of some points of the training loss
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
public final class RedisKeys {

    public static final String COMPLETE = "tailkeeper:read-model";
    public static final String RUNS = "tailkeeper:runs";
    public static final String EVENTS = "tailkeeper:events";
    public static final String INCARNATION = "tailkeeper:incarnation";
    public static final String OFFSETS = "tailkeeper:offsets";
    public static final String EARLY = "tailkeeper:early";
    public static final String STRANGERS = "tailkeeper:strangers";
    public static final String CHANGED = "tailkeeper:changed";
    public static final String REVISION = "tailkeeper:revision";
    public static final String WAITING = "tailkeeper:waiting";
    public static final String HEARD = "tailkeeper:heard";
    public static final String SUMMARIES = "tailkeeper:summaries";
    public static final String DESK = "tailkeeper:desk";

    private RedisKeys() {}

    /** What programs read of a run. */
    public static String run(String runId) {
        return "tailkeeper:run:" + runId;
    }

    /** What programs read of a measured generation. */
    public static String generation(GenerationKey key) {
        return run(key.runId()) + ":generation:" + key.generation();
    }

    /** Entries of a run that nobody has requested yet. */
    public static String early(String runId) {
        return EARLY + ":" + runId;
    }

    /** The hash of what is known of a run; its fields are {@link Fields}. */
    public static String ledger(String runId) {
        return "tailkeeper:ledger:" + runId;
    }

    /** What is kept of a generation beside the hash of its run. */
    public static String ledger(GenerationKey key, String what) {
        return ledger(key.runId()) + ":" + key.generation() + ":" + what;
    }

    /** The same for one detector. */
    public static String ledger(GenerationKey key, String what, String detectorId) {
        return ledger(key, what) + ":" + detectorId;
    }

    /** The texts of a generation's calibration part, until it is measured. */
    public static String texts(GenerationKey key) {
        return ledger(key, Fields.TEXTS);
    }

    /** The probabilities that a detector gave a generation's samples. */
    public static String scores(GenerationKey key, String detectorId) {
        return ledger(key, "scores", detectorId);
    }

    /** How often a detector gave which probability to human and to machine-written samples. */
    public static String histogram(GenerationKey key, String detectorId) {
        return ledger(key, "histogram", detectorId);
    }

    /** The training losses of a generation, by place, until it is measured. */
    public static String losses(GenerationKey key) {
        return ledger(key, "losses");
    }

    /** Some samples of a generation's pool, by id, with what the deciding detector said. */
    public static String shown(GenerationKey key) {
        return ledger(key, "shown");
    }

    /** The weights of some samples that a generation learns, by id. */
    public static String weights(GenerationKey key) {
        return ledger(key, "weights");
    }

    /** Some prompts of a generation with what its model and a human wrote. */
    public static String pairs(GenerationKey key) {
        return ledger(key, "pairs");
    }

    /** The order that bounds a hash of samples. */
    public static String order(String samples) {
        return samples + ":order";
    }
}
