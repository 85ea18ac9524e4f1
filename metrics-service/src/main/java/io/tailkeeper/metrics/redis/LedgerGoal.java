package io.tailkeeper.metrics.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Offsets that the ledger is to reach.
 *
 * @param ends by partition, {@code topic-number}
 */
record LedgerGoal(Map<String, Long> ends) {

    private static final Script SCRIPT =
            Script.load("complete", RedisKeys.OFFSETS, RedisKeys.CHANGED, RedisKeys.COMPLETE);

    LedgerGoal {
        ends = Map.copyOf(ends);
    }

    /** What has not been read to there; empty when all has. */
    Optional<String> missing(RedisCalls redis) {
        return missing(redis, "-inf", "look");
    }

    /** The same, or a run that had changed by a revision and has not been shown since. */
    Optional<String> missing(RedisCalls redis, long revision) {
        return missing(redis, Long.toString(revision), "look");
    }

    /** Notes that Redis is complete when nothing of that is missing. */
    void note(RedisCalls redis, long revision) {
        boolean unused = missing(redis, Long.toString(revision), "note").isEmpty();
    }

    private Optional<String> missing(RedisCalls redis, String revision, String purpose) {
        List<Object> arguments = new ArrayList<>(List.of(ends.size()));
        ends.forEach((partition, end) -> arguments.addAll(List.of(partition, end)));
        arguments.add(revision);
        arguments.add(purpose);
        return Optional.ofNullable(redis.run(SCRIPT, arguments)).map(Response::toString);
    }
}
