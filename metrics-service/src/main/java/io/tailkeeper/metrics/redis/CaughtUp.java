package io.tailkeeper.metrics.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether Redis holds everything that lay on the topics at some moment since this instance started and since anybody emptied
 * Redis. Until then nothing is answered and nothing is decided. Safe for use by several threads.
 */
public final class CaughtUp {

    private static final Script SCRIPT =
            Script.load("complete", RedisKeys.OFFSETS, RedisKeys.CHANGED, RedisKeys.COMPLETE);
    private static final String EVERYTHING_SHOWN = "-inf";

    private final RedisCalls redis;
    private Map<String, Long> goal;
    private long revision;
    private boolean marked;
    private volatile boolean reached;
    private volatile String problem = "catching up: not begun";

    public CaughtUp(RedisCalls redis) {
        this.redis = redis;
    }

    /**
     * Looks how far the ledger is; to be called once a second.
     *
     * @param ends where the partitions of all topics end now; asked only when it matters
     */
    public synchronized void look(Supplier<Map<String, Long>> ends) {
        boolean complete = redis.call(Command.EXISTS, RedisKeys.COMPLETE).toInteger() == 1;
        if (complete && problem == null) {
            return;
        }
        if (marked && !complete) {
            goal = null;
            reached = false;
        }
        marked = complete;
        if (goal == null) {
            goal = Map.copyOf(ends.get());
        }
        Optional<String> missing = missing(EVERYTHING_SHOWN, false);
        if (missing.isEmpty() && !reached) {
            Response last = redis.call(Command.GET, RedisKeys.REVISION);
            revision = last == null ? 0 : last.toLong();
            reached = true;
        }
        if (missing.isEmpty()) {
            missing = complete ? missing(Long.toString(revision), false) : Optional.of("the lists of runs");
        }
        problem = missing.map(what -> "catching up: " + what + " has not been read to its end yet")
                .orElse(null);
    }

    /** Notes that Redis is complete when it is; to be called by the instance that decides, when runs have been shown. */
    synchronized void complete() {
        if (reached) {
            boolean unused = missing(Long.toString(revision), true).isEmpty();
        }
    }

    private Optional<String> missing(String shownUpTo, boolean note) {
        List<Object> arguments = new ArrayList<>(List.of(goal.size()));
        goal.forEach((partition, end) -> arguments.addAll(List.of(partition, end)));
        arguments.add(shownUpTo);
        arguments.add(note ? "note" : "look");
        return Optional.ofNullable(redis.run(SCRIPT, arguments)).map(Response::toString);
    }

    /** Whether everything has been read, if not shown. */
    boolean reached() {
        return reached;
    }

    /** Redis was emptied or holds an older state: it is not complete any more. */
    public void lost() {
        redis.call(Command.DEL, RedisKeys.COMPLETE);
    }

    /** Why nothing is answered; empty when all is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Redis does not answer. */
    public void away(RedisAwayException failure) {
        problem = failure.getMessage();
    }

    void require() {
        String reason = problem;
        if (reason != null) {
            throw new NotCaughtUpException(reason);
        }
    }
}
