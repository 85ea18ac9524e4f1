package io.tailkeeper.metrics.redis.removal;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes runs from Redis for good: of each only a mark is left, by which what Kafka still says of it is passed over. The mark is part
 * of Redis: one that was emptied is filled again with all that Kafka holds, removed runs too. Safe for use by several threads.
 *
 * <p>Throws {@code RedisAwayException} when Redis does not answer.
 */
public final class ExperimentRemoval {

    private static final Script SCRIPT = Script.load(
            "remove", RedisKeys.RUNS, RedisKeys.SUMMARIES, RedisKeys.CHANGED, RedisKeys.WAITING, RedisKeys.EARLY);
    private static final String ALL = ":*";
    private static final int KEYS_AT_ONCE = 1_000;

    private final RedisCalls redis;

    public ExperimentRemoval(RedisCalls redis) {
        this.redis = redis;
    }

    /**
     * Removes runs that are over; all of them, or none.
     *
     * @return a run that goes on, because of which nothing was removed; empty when they are gone
     */
    public Optional<String> remove(List<String> runIds) {
        List<Object> arguments = new ArrayList<>(List.of(RedisKeys.ledger(""), RedisKeys.run(""), RedisKeys.early("")));
        arguments.addAll(runIds);
        Response running = redis.run(SCRIPT, arguments);
        if (running != null) {
            return Optional.of(running.toString());
        }
        // From here on nobody writes to them, and nobody reads them.
        runIds.forEach(runId -> {
            unlink(RedisKeys.ledger(runId) + ALL);
            unlink(RedisKeys.run(runId) + ALL);
        });
        return Optional.empty();
    }

    private void unlink(String pattern) {
        String cursor = "0";
        do {
            Response page = redis.call(Command.SCAN, cursor, "MATCH", pattern, "COUNT", KEYS_AT_ONCE);
            cursor = page.get(0).toString();
            page.get(1).forEach(key -> redis.call(Command.UNLINK, key.toString()));
        } while (!cursor.equals("0"));
    }
}
