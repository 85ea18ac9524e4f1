package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.kafka.RawProducer;
import io.tailkeeper.metrics.redis.StoredRuns;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.view.RunState;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document and what is really answered are held to each other. */
@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class OpenApiTest {

    /** What is asked for has gone through the broker and the store first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final JsonMapper JSON = new JsonMapper();

    @Inject
    RedisCalls redis;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private static ObjectNode document() throws IOException {
        return (ObjectNode) JSON.readTree(when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private void measured(String runId) {
        FakeRun run = new FakeRun(runId, "documented", "base", null, 1);
        try (RawProducer kafka = new RawProducer(bootstrapServers)) {
            kafka.publish(run.messages());
        }
        StoredRuns runs = new StoredRuns(redis);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(runs.find(runId)).hasValueSatisfying(view -> {
                    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
                    assertThat(view.detectors()).isNotEmpty().allSatisfy(detector -> assertThat(detector.figures())
                            .isNotNull());
                }));
    }

    @Test
    void everythingThatIsServedIsThereWithASummary() throws IOException {
        ObjectNode document = document();
        List<String> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    assertThat(operation.getValue().path("summary").asText())
                            .as(path.getKey())
                            .isNotEmpty();
                    operations.add(operation.getKey() + " " + path.getKey());
                }));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "get /api/events",
                        "get /api/experiments",
                        "get /api/experiments/{experimentId}",
                        "delete /api/experiments/{experimentId}",
                        "post /api/experiments",
                        "get /api/presets",
                        "get /api/listeners",
                        "get /api/runs",
                        "get /api/runs/{runId}",
                        "post /api/runs/{runId}/cancel",
                        "get /api/runs/{runId}/generations/{generation}",
                        "get /api/runs/{runId}/generations/{generation}/losses",
                        "get /api/runs/{runId}/generations/{generation}/samples");
        assertThat(document.at("/info/title").asText()).isEqualTo("Tailkeeper metrics");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/experiments, /api/experiments",
        "/api/experiments/{experimentId}, /api/experiments/documented",
        "/api/presets, /api/presets",
        "/api/listeners, /api/listeners",
        "/api/runs, /api/runs",
        "/api/runs/{runId}, /api/runs/described",
        "/api/runs/{runId}/generations/{generation}, /api/runs/described/generations/1",
        "/api/runs/{runId}/generations/{generation}/samples, /api/runs/described/generations/1/samples"
    })
    void everyFieldThatIsAnsweredIsInTheDocument(String path, String asked) throws IOException {
        measured("described");
        JsonNode answer =
                JSON.readTree(when().get(asked).then().statusCode(200).extract().asString());
        JsonSchema schema = schema(document(), path);
        assertThat(schema.validate(answer)).as(asked).isEmpty();
        assertThat(answer.isEmpty()).isFalse();
        ObjectNode odd = JSON.createObjectNode().put("nobody", "wrote this");
        assertThat(schema.validate(answer.isArray() ? JSON.createArrayNode().add(odd) : odd))
                .as("the test finds a field that is not in it")
                .isNotEmpty();
    }

    private static JsonSchema schema(ObjectNode document, String path) {
        JsonNode answered = document.at("/paths")
                .get(path)
                .at("/get/responses/200/content")
                .get("application/json")
                .get("schema");
        for (Map.Entry<String, JsonNode> component :
                document.at("/components/schemas").properties()) {
            if (component.getValue().has("properties")) {
                ((ObjectNode) component.getValue()).put("additionalProperties", false);
            }
        }
        ObjectNode whole = answered.deepCopy();
        whole.set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }
}
