package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

/** A real redis-server for the tests of a class, empty before each of them. */
final class RealRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private Vertx vertx;
    private RedisServer server;
    private RedisCalls calls;

    RedisCalls calls() {
        return calls;
    }

    void empty() {
        calls.call(Command.FLUSHALL);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        int port = new FreePorts().next();
        server = RedisServerResource.server(port);
        server.start();
        vertx = Vertx.vertx();
        calls = new RedisCalls(Redis.createClient(vertx, "redis://127.0.0.1:" + port), Duration.ofSeconds(20));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        empty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }
}
