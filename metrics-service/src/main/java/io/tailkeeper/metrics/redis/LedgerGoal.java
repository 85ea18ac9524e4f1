package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Offsets that the ledger is to reach, in the Redis that it is in now.
 *
 * @param incarnation of Redis
 * @param ends by partition, {@code topic-number}
 */
record LedgerGoal(String incarnation, Map<String, Long> ends) {

    /** What is missing of a goal that was set before Redis was emptied: it is to be set anew. */
    static final String VOID = "void";

    private static final String NOTHING_SHOWN = "-inf";
    private static final Script SCRIPT =
            Script.load("complete", RedisKeys.OFFSETS, RedisKeys.CHANGED, RedisKeys.COMPLETE, RedisKeys.INCARNATION);

    LedgerGoal {
        ends = Map.copyOf(ends);
    }

    static LedgerGoal of(RedisCalls redis, Map<String, Long> ends) {
        redis.call(Command.SETNX, RedisKeys.INCARNATION, UUID.randomUUID().toString());
        Response incarnation = redis.find(Command.GET, RedisKeys.INCARNATION);
        return new LedgerGoal(incarnation == null ? VOID : incarnation.toString(), ends);
    }

    /** What has not been read to there; empty when all has. */
    Optional<String> missing(RedisCalls redis) {
        return missing(redis, NOTHING_SHOWN, "look");
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
        List<Object> arguments = new ArrayList<>(List.of(incarnation, ends.size()));
        ends.forEach((partition, end) -> arguments.addAll(List.of(partition, end)));
        arguments.add(revision);
        arguments.add(purpose);
        return Optional.ofNullable(redis.run(SCRIPT, arguments)).map(Response::toString);
    }
}
