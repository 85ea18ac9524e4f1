package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to decide, held by one instance at a time for a few seconds. Two may hold it when one was halted for long: what
 * they decide is the same, and of what they show the later one's counts. Safe for use by several threads.
 */
public final class Lease {

    private static final Script SCRIPT = Script.load("lease", RedisKeys.DESK);

    private final RedisCalls redis;
    private final Duration time;
    private volatile String token = "";

    public Lease(RedisCalls redis, Duration time) {
        this.redis = redis;
        this.time = time;
    }

    /** Keeps it, or takes it when nobody has it; to be called several times in its time. */
    public void renew() {
        String fresh = UUID.randomUUID().toString();
        Response holder = redis.run(SCRIPT, List.of(token, fresh, time.toMillis()));
        token = holder == null ? "" : holder.toString();
    }

    /** The token under which this instance held it last; empty when another one does. */
    Optional<String> token() {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** Gives it up for another instance to take at once. */
    public void release() {
        String mine = token;
        token = "";
        Response holder = redis.find(Command.GET, RedisKeys.DESK);
        if (!mine.isEmpty() && holder != null && mine.equals(holder.toString())) {
            redis.call(Command.DEL, RedisKeys.DESK);
        }
    }
}
