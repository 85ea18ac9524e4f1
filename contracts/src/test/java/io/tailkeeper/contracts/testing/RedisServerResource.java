package io.tailkeeper.contracts.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real redis-server of its own on a free port. */
public class RedisServerResource implements QuarkusTestResourceLifecycleManager {

    private RedisServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = server(new FreePorts().next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(server);
        return Map.of(
                "quarkus.redis.hosts", "redis://127.0.0.1:" + server.ports().getFirst());
    }

    /** A server that is not started yet. */
    public static RedisServer server(int port) throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
    }

    /** A server that is not started yet and asks for a password. */
    public static RedisServer server(int port, String password) throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass " + password)
                .build();
    }

    private static void start(RedisServer server) {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
