package io.tailkeeper.metrics.redis.calls;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Commands to one Redis, each answered or failed within a time-out; not for event loops. Safe for use by several threads. */
public final class RedisCalls {

    private final Redis redis;
    private final Duration timeout;
    private final Map<Script, String> loaded = new ConcurrentHashMap<>();

    /** To a Redis, which is not closed here. */
    public RedisCalls(Redis redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /** A command with strings, byte arrays and whole numbers as arguments. */
    public static Request request(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            add(request, argument);
        }
        return request;
    }

    private static void add(Request request, Object argument) {
        switch (argument) {
            case byte[] bytes -> request.arg(Buffer.buffer(bytes));
            case String text -> request.arg(text);
            default -> request.arg(String.valueOf(argument));
        }
    }

    /** The answer to a command that always has one. */
    public Response call(Command command, Object... arguments) {
        return Objects.requireNonNull(find(command, arguments), "an answer to " + command);
    }

    /** The answer to a command that may find nothing; null for none. */
    public @Nullable Response find(Command command, Object... arguments) {
        return await(redis.send(request(command, arguments)));
    }

    /** The answers to several commands, in one round trip. */
    public List<Response> pipeline(List<Request> requests) {
        return requests.isEmpty() ? List.of() : await(redis.batch(requests));
    }

    /** What a script returns; null for nil. */
    public @Nullable Response run(Script script, List<?> arguments) {
        try {
            return runLoaded(script, arguments);
        } catch (RedisAwayException e) {
            if (!String.valueOf(e.getMessage()).contains("NOSCRIPT")) {
                throw e;
            }
            loaded.remove(script); // Redis was started anew
            return runLoaded(script, arguments);
        }
    }

    private @Nullable Response runLoaded(Script script, List<?> arguments) {
        String name = loaded.computeIfAbsent(
                script, _ -> call(Command.SCRIPT, "LOAD", script.text()).toString());
        Request request =
                Request.cmd(Command.EVALSHA).arg(name).arg(script.keys().size());
        script.keys().forEach(request::arg);
        arguments.forEach(argument -> add(request, argument));
        return await(redis.send(request));
    }

    /** An answer of names and values, by name, in its order; Redis gives it as a map or as a list, by protocol. */
    public static Map<String, Response> pairs(Response answer) {
        Map<String, Response> pairs = new LinkedHashMap<>();
        if (answer.isMap()) {
            answer.getKeys().forEach(name -> pairs.put(name, answer.get(name)));
        } else if (answer.size() > 0 && answer.get(0).isArray()) {
            answer.forEach(pair -> pairs.put(pair.get(0).toString(), pair.get(1)));
        } else {
            for (int at = 0; at < answer.size(); at += 2) {
                pairs.put(answer.get(at).toString(), answer.get(at + 1));
            }
        }
        return pairs;
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            boolean refused = e.getCause() instanceof ErrorType;
            throw new RedisAwayException(
                    refused ? "Redis refuses" : "Redis does not answer", Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw new RedisAwayException("Redis does not answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAwayException("the wait for Redis was interrupted", e);
        }
    }
}
