package io.tailkeeper.contracts.testing.tls;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.testing.RedisServerResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real redis-server of its own that asks for a password and is reached by TLS, and the settings that reach it. */
public class SecureRedisResource implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "of-this-test";

    private RedisServer server;
    private TlsFront front;

    @Override
    public Map<String, String> start() {
        FreePorts ports = new FreePorts();
        int port = ports.next();
        int behind = ports.next();
        try {
            ServerCertificate certificate = ServerCertificate.in(Files.createTempDirectory("redis-tls"), "redis");
            server = RedisServerResource.server(behind, PASSWORD);
            server.start();
            front = new TlsFront(certificate, port, behind);
            return Map.of(
                    "quarkus.redis.hosts",
                    "rediss://localhost:" + port,
                    "quarkus.redis.password",
                    PASSWORD,
                    "quarkus.redis.tls.enabled",
                    "true",
                    "quarkus.redis.tls.trust-certificate-pem",
                    "true",
                    "quarkus.redis.tls.trust-certificate-pem.certs",
                    certificate.authority().toString(),
                    "quarkus.redis.tls.hostname-verification-algorithm",
                    "HTTPS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            front.close();
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
