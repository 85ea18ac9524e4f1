package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.metrics.view.RunView;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Optional;

/** What is shown of runs, for tests outside of this package. */
public final class StoredRuns {

    private final RedisCalls redis;

    public StoredRuns(RedisCalls redis) {
        this.redis = redis;
    }

    /** A run as it is shown. */
    public Optional<RunView> find(String runId) {
        Response view = redis.find(Command.GET, RedisKeys.run(runId));
        return Optional.ofNullable(view).map(json -> StoredJson.read(json.toString(), RunView.class));
    }

    /** Empties Redis. */
    public void flush() {
        redis.call(Command.FLUSHALL);
    }
}
