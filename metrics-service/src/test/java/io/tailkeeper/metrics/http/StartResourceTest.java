package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.experiment.Presets;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class StartResourceTest {

    /** What is asked for has gone through the broker and the store first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private static ValidatableResponse start(String file) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("file", file))
                .post("/api/experiments")
                .then();
    }

    private long requests() {
        try (RawProducer kafka = new RawProducer(bootstrapServers)) {
            return kafka.all("runs.requested.v1").size();
        }
    }

    @Test
    void anExperimentIsAskedForAndShown() {
        String id = start("extends: smoke\nname: started\narms: {protected: ~}")
                .statusCode(202)
                .extract()
                .path("experimentId");

        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/experiments/" + id)
                .then()
                .body("runs.run.runId", hasItems(id + "-base", id + "-baseline"))
                .body("runs.size()", equalTo(2)));
        List<String> states = when().get("/api/experiments/" + id).path("runs.state");
        assertThat(states).containsOnly("running");
    }

    @Test
    void aWrongFileStartsNothing() {
        long before = requests();

        start("extends: smoke\nname: wrong\nspecification: {generations: many}")
                .statusCode(400)
                .body("path", equalTo("generations"))
                .body("error", equalTo("experiment: generations: \"many\" is not a whole number"));
        start("extends: smoke\nname: [").statusCode(400).body("error", containsString("not valid YAML"));
        start("extends: smoke\nname: wrong\nspecification: {corpus: {source: /etc/passwd}}")
                .statusCode(400)
                .body("path", equalTo("corpus.source"))
                .body("error", containsString("tailkeeper.metrics.allowed-roots"));
        start(" ").statusCode(400).body("error", containsString("send {\"file\""));

        assertThat(requests()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"https://elsewhere.example,", ", cross-site"})
    void aPageFromElsewhereStartsNothing(String origin, String site) {
        long before = requests();
        var request = given().contentType(ContentType.JSON).body(Map.of("file", "extends: smoke\nname: forged"));
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }

        request.post("/api/experiments").then().statusCode(403);
        given().contentType(ContentType.TEXT)
                .body("{}")
                .post("/api/experiments")
                .then()
                .statusCode(415);
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void presetsAreThereToBeginWith() {
        when().get("/api/presets")
                .then()
                .statusCode(200)
                .body("name", equalTo(Presets.NAMES))
                .body("[0].arms", equalTo(List.of("synthetic-only", "baseline", "protected", "human-only")))
                .body("[0].seeds", equalTo(List.of(42)))
                .body("[0].settings.'data.documents'", equalTo("768"))
                .body("[0].settings.'selection.detector-id'", equalTo("encoder"))
                .body("[0].file", containsString("# What happens to a language model"));
    }

    @Test
    void whoListensIsAskedOfTheBrokers() {
        when().get("/api/listeners")
                .then()
                .statusCode(200)
                .body("refusal", nullValue())
                .body("services", not(hasItems("trainer")));

        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "group.id", "trainer-one");
        try (KafkaConsumer<byte[], byte[]> trainer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            trainer.subscribe(List.of("samples.scored.v1"));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(trainer.poll(Duration.ofMillis(100))).isNotNull();
                when().get("/api/listeners").then().body("services", hasItems("trainer"));
            });
        }
    }
}
