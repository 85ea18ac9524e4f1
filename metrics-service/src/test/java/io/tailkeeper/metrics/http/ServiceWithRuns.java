package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service over HTTP, and runs that its broker tells it of. */
abstract class ServiceWithRuns {

    /** What is asked for has gone through the broker and the store first. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    RawProducer kafka;

    @BeforeEach
    void connect() {
        kafka = new RawProducer(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    /** Requests a run, and waits until the service shows it. */
    void running(String runId, String experiment) {
        kafka.publish(List.of(new FakeRun(runId, experiment, "base", null, 1).request()));
        awaitState(runId, "running");
    }

    static void awaitState(String runId, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(when().get("/api/runs/" + runId).<String>path("state"))
                        .isEqualTo(state));
    }
}
