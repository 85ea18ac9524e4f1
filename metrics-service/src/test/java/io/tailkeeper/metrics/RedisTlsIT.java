package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.testing.tls.ServerCertificate;
import io.tailkeeper.contracts.testing.tls.TlsFront;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The packaged service beside a Redis that is reached by TLS and asks for a password. */
class RedisTlsIT {

    private static final String PASSWORD = "of-this-test";

    @TempDir
    Path folder;

    private final KafkaBrokerResource broker = new KafkaBrokerResource();
    private final int port = new FreePorts().next();
    private final int behind = new FreePorts().next();
    private ServerCertificate trusted;
    private RedisServer redis;
    private TlsFront front;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        trusted = ServerCertificate.in(folder, "trusted");
        settings = new HashMap<>(broker.start());
        settings.putAll(Map.of(
                "QUARKUS_REDIS_HOSTS",
                "rediss://localhost:" + port,
                "QUARKUS_REDIS_PASSWORD",
                PASSWORD,
                "QUARKUS_REDIS_TLS_ENABLED",
                "true",
                "QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM",
                "true",
                "QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM_CERTS",
                trusted.authority().toString(),
                "QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM",
                "HTTPS"));
    }

    @AfterEach
    void stop() throws IOException {
        front.close();
        redis.stop();
        broker.stop();
    }

    private void startRedis(String password, ServerCertificate certificate) throws IOException {
        redis = RedisServerResource.server(behind, password);
        redis.start();
        front = new TlsFront(certificate, port, behind);
    }

    private void restartRedis(String password, ServerCertificate certificate) throws IOException {
        front.close();
        redis.stop();
        startRedis(password, certificate);
    }

    private static void awaitProblem(MetricsProcess instance, String words) {
        await().atMost(MetricsInstallation.PATIENCE)
                .untilAsserted(
                        () -> assertThat(instance.get("/q/health/ready").body()).contains(words));
        assertThat(instance.get("/q/health/ready").status()).isEqualTo(503);
        assertThat(instance.get("/q/health/live").status()).isEqualTo(200);
        assertThat(instance.get("/api/runs").status()).isEqualTo(503);
        assertThat(instance.log()).contains(words).doesNotContain(PASSWORD);
    }

    private void awaitRun(MetricsProcess instance) {
        await().atMost(MetricsInstallation.PATIENCE).until(instance::ready);
        try (RawProducer kafka = new RawProducer(settings.get("kafka.bootstrap.servers"))) {
            kafka.publish(MetricsInstallation.run("secured").messages());
            MetricsInstallation.awaitEnd(instance, "secured");
        }
    }

    @Tag("long")
    @Test
    void anotherAuthorityIsNotTrustedAndTheRightOneIsTakenWhenItComes() throws IOException {
        startRedis(PASSWORD, ServerCertificate.in(folder, "stranger"));
        try (MetricsProcess instance = MetricsProcess.start("metrics-0", settings, folder)) {
            awaitProblem(instance, "PKIX path building failed");

            restartRedis(PASSWORD, trusted);

            awaitRun(instance);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneIsTakenWhenItComes() throws IOException {
        startRedis("another", trusted);
        try (MetricsProcess instance = MetricsProcess.start("metrics-0", settings, folder)) {
            awaitProblem(instance, "WRONGPASS");

            restartRedis(PASSWORD, trusted);

            awaitRun(instance);
        }
    }
}
