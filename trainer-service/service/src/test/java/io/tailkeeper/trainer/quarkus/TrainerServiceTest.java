package io.tailkeeper.trainer.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
class TrainerServiceTest {

    @Inject
    TrainerService service;

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
        await().atMost(Duration.ofSeconds(10)).until(() -> service.problem() == null);

        assertThat(get("/q/health/ready")).contains("\"name\": \"trainer\"").doesNotContain("DOWN");
        assertThat(get("/q/metrics")).contains("jvm_");
    }
}
