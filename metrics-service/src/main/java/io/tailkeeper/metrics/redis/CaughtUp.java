package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether Redis holds everything that lay on the topics at some moment since this instance started and since anybody emptied
 * Redis. Until then nothing is answered and nothing is decided. Safe for use by several threads.
 */
public final class CaughtUp {

    private final RedisCalls redis;
    private @Nullable LedgerGoal goal;
    private long revision;
    private volatile boolean reached;
    private volatile @Nullable String problem = "catching up: not begun";

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
        if (goal == null) {
            goal = LedgerGoal.of(redis, ends.get());
        }
        Optional<String> missing = missing(goal, complete);
        if (missing.equals(Optional.of(LedgerGoal.VOID))) {
            reached = false;
            goal = LedgerGoal.of(redis, ends.get());
            missing = missing(goal, complete);
        }
        problem = missing.map(what -> "catching up, not read to the end yet: " + what)
                .orElse(null);
    }

    private Optional<String> missing(LedgerGoal wanted, boolean complete) {
        Optional<String> missing = wanted.missing(redis);
        if (missing.isPresent()) {
            return missing;
        }
        if (!reached) {
            Response last = redis.find(Command.GET, RedisKeys.REVISION);
            revision = last == null ? 0 : last.toLong();
            reached = true;
        }
        return complete ? wanted.missing(redis, revision) : Optional.of("the lists of runs");
    }

    /** Notes that Redis is complete when it is; to be called by the instance that decides, when runs have been shown. */
    synchronized void complete() {
        if (reached && goal != null) {
            goal.note(redis, revision);
        }
    }

    /** Whether everything has been read, if not shown. */
    public boolean reached() {
        return reached;
    }

    /** Why nothing is answered; empty when all is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Redis or the broker does not answer, so nobody knows. */
    public void unknown(String reason) {
        problem = reason;
    }

    void require() {
        String reason = problem;
        if (reason != null) {
            throw new NotCaughtUpException(reason);
        }
    }
}
