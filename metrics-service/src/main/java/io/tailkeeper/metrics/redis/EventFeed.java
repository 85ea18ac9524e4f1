package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens, whichever instance tells it. For one thread. */
public final class EventFeed {

    private static final int MAX = 500;

    /**
     * Something that happened.
     *
     * @param kind {@code run}, {@code generation}, {@code alert}, {@code detectors} or {@code progress}
     * @param json the event
     */
    public record Event(String kind, String json) {}

    private final RedisCalls redis;
    private @Nullable String last;

    public EventFeed(RedisCalls redis) {
        this.redis = redis;
    }

    /** What happened since the last call; nothing the first time. */
    public List<Event> next() {
        if (last == null) {
            Response newest = redis.call(Command.XREVRANGE, RedisKeys.EVENTS, "+", "-", "COUNT", 1);
            last = newest.size() == 0 ? "0-0" : newest.get(0).get(0).toString();
            return List.of();
        }
        Response entries = redis.call(Command.XRANGE, RedisKeys.EVENTS, "(" + last, "+", "COUNT", MAX);
        List<Event> events = new ArrayList<>();
        for (Response entry : entries) {
            last = entry.get(0).toString();
            Response fields = entry.get(1);
            events.add(new Event(fields.get(1).toString(), fields.get(5).toString()));
        }
        return events;
    }
}
