package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.calls.Script;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One change of the ledger, made whole or not at all; the script {@code change.lua} makes it. */
final class Change {

    private static final Script SCRIPT =
            Script.load("change", RedisKeys.CHANGED, RedisKeys.REVISION, RedisKeys.EARLY, RedisKeys.HEARD);

    private final List<Object> conditions = new ArrayList<>();
    private final List<Object> steps = new ArrayList<>();
    private final Map<List<Object>, List<Object>> gathered = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> heard = new TreeSet<>();

    /** Makes the change only while a field of a hash holds this; null for no such field. */
    void expect(String key, String field, @Nullable String value) {
        conditions.addAll(List.of(key, field, value == null ? "" : value));
    }

    /** Any command that may be repeated. */
    void call(Object... command) {
        steps.add("call");
        steps.add(command.length);
        steps.addAll(List.of(command));
    }

    void call(String command, Collection<?> arguments) {
        List<Object> whole = new ArrayList<>(List.of(command));
        whole.addAll(arguments);
        call(whole.toArray());
    }

    /** A step that is made once for all its items: what belongs to a step of the same heading joins it. */
    void gather(List<Object> heading, Object... item) {
        gathered.computeIfAbsent(heading, _ -> new ArrayList<>()).addAll(List.of(item));
    }

    void step(Object... step) {
        steps.addAll(List.of(step));
    }

    /** A run is to be looked at. */
    void changed(String runId) {
        changed.add(runId);
    }

    /** A detector has said something. */
    void heard(String detectorId) {
        heard.add(detectorId);
    }

    /** Makes it; when Redis holds something else than it was planned by, nothing happens and the field is given. */
    Optional<String> make(RedisCalls redis, long now) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(conditions.size() / 3);
        arguments.addAll(conditions);
        arguments.addAll(steps);
        gathered.forEach((heading, items) -> {
            arguments.addAll(heading);
            arguments.add(items.size() / width(heading));
            arguments.addAll(items);
        });
        if (!heard.isEmpty()) {
            arguments.addAll(List.of("heard", now, heard.size()));
            arguments.addAll(heard);
        }
        if (!changed.isEmpty()) {
            arguments.addAll(List.of("changed", changed.size()));
            arguments.addAll(changed);
        }
        Response lost = redis.run(SCRIPT, arguments);
        return Optional.ofNullable(lost).map(Response::toString);
    }

    private static int width(List<Object> heading) {
        return switch ((String) heading.getFirst()) {
            case "scored" -> 4;
            case "lowest" -> 3;
            case "early" -> 2;
            default -> 1;
        };
    }
}
