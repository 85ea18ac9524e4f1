package io.tailkeeper.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;

/** The compose file as somebody's own tests start it. */
class ComposeIT {

    /** A broker, a store and four services start after each other; a machine may be ten times slower. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void testsOfOthersStartTheComposeFile() throws Exception {
        Path file = Path.of("../compose/compose.yaml").toAbsolutePath().normalize();
        try (ComposeContainer compose = new ComposeContainer(file.toFile())
                .withEnv("REDIS_PASSWORD", "a-password-of-this-test")
                .withEnv("METRICS_PORT", "0")
                .withEnv("KAFKA_PORT", "0")
                .withPull(false)
                .withServices("kafka", "redis", "topics", "generator", "detector", "trainer", "metrics")
                .withStartupTimeout(PATIENCE)
                .waitingFor("metrics", Wait.forHealthcheck().withStartupTimeout(PATIENCE))
                .waitingFor("generator", Wait.forHealthcheck().withStartupTimeout(PATIENCE))
                .waitingFor("detector", Wait.forHealthcheck().withStartupTimeout(PATIENCE))
                .waitingFor("trainer", Wait.forHealthcheck().withStartupTimeout(PATIENCE))) {
            compose.start();

            ContainerState metrics =
                    compose.getContainerByServiceName("metrics").orElseThrow();
            assertThat(metrics.execInContainer(
                                    "bash",
                                    "-c",
                                    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /api/runs HTTP/1.0\\r\\nHost:"
                                            + " localhost\\r\\n\\r\\n' >&3 && cat <&3")
                            .getStdout())
                    .contains("200 OK", "[]");
        }
    }
}
