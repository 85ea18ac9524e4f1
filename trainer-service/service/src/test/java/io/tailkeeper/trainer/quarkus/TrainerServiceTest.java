package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.flow.Supervision;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(FreshFolder.class)
class TrainerServiceTest {

    /** The service has to find its partitions first, on a broker that has just started. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Supervision supervision;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void isReadyWhenTheTopicsHaveBeenRead() throws IOException, InterruptedException {
        await().atMost(PATIENCE).until(() -> supervision.problems().isEmpty());

        assertThat(get("/q/health/ready")).contains("\"name\": \"ready\"").doesNotContain("DOWN");
        assertThat(get("/q/health/live")).contains("\"name\": \"works\"").doesNotContain("DOWN");
        await().untilAsserted(() -> assertThat(get("/q/metrics")) // the thread that trains brings some of them
                .contains(
                        "jvm_",
                        "tailkeeper_trainer_generations_due ",
                        "tailkeeper_trainer_not_finite_total ",
                        "tailkeeper_transactions_aborted_total{service=\"trainer\"} ",
                        "tailkeeper_disk_free_bytes{folder=\"tailkeeper.trainer.directory\",service=\"trainer\"}",
                        "tailkeeper_disk_total_bytes{folder=\"tailkeeper.directory\",service=\"trainer\"}"));
    }

    @Test
    void settingsAreThese() {
        TrainerSettings defaults = configuration(Map.of());
        TrainerSettings stated = configuration(Map.of(
                "tailkeeper.trainer.directory",
                "/data",
                "tailkeeper.trainer.threads",
                "2",
                "tailkeeper.trainer.device",
                "cpu"));

        assertThat(defaults.directory()).isEqualTo(Path.of("tailkeeper-trainer"));
        assertThat(defaults.threads()).isZero();
        assertThat(defaults.device()).isEqualTo("auto");
        assertThat(stated.directory()).isEqualTo(Path.of("/data"));
        assertThat(stated.threads()).isEqualTo(2);
        assertThat(stated.device()).isEqualTo("cpu");
    }

    private static TrainerSettings configuration(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(values)
                .withMapping(TrainerSettings.class)
                .build()
                .getConfigMapping(TrainerSettings.class);
    }
}
