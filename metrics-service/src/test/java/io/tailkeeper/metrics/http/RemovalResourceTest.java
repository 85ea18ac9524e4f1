package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class RemovalResourceTest {

    /** What is asked for has gone through the broker and the store first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private RawProducer kafka;

    @BeforeEach
    void connect() {
        kafka = new RawProducer(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    private void running(String runId, String experiment) {
        kafka.publish(List.of(new FakeRun(runId, experiment, "base", null, 1).request()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/api/runs/" + runId).then().body("state", equalTo("running")));
    }

    private static ValidatableResponse remove(String experiment) {
        return given().contentType(ContentType.JSON)
                .delete("/api/experiments/" + experiment)
                .then();
    }

    @Test
    void anExperimentGoesOnceItIsOverAndDoesNotComeBack() {
        running("removed", "unwanted");
        remove("unwanted")
                .statusCode(409)
                .body("error", equalTo("run removed of experiment unwanted goes on; cancel it first"));
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/runs/removed/cancel")
                .then()
                .statusCode(202);
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/api/runs/removed").then().body("state", equalTo("cancelled")));

        remove("unwanted")
                .statusCode(200)
                .body("experimentId", equalTo("unwanted"))
                .body("runs", hasItem("removed"));

        when().get("/api/runs/removed").then().statusCode(404);
        remove("unwanted").statusCode(404).body("error", containsString("experiment unwanted is not known"));
        kafka.publish(new FakeRun("removed", "unwanted", "base", null, 1).messages());
        running("later", "wanted");
        when().get("/api/experiments").then().body("experimentId", not(hasItem("unwanted")));
    }

    @Test
    void onlyThePageItselfAndProgramsRemove() {
        running("guarded", "guarded");

        given().contentType(ContentType.JSON)
                .header("Origin", "https://elsewhere.example")
                .delete("/api/experiments/guarded")
                .then()
                .statusCode(403);
        given().contentType(ContentType.JSON)
                .header("Sec-Fetch-Site", "cross-site")
                .delete("/api/experiments/guarded")
                .then()
                .statusCode(403);
        given().noContentType().delete("/api/experiments/guarded").then().statusCode(415);
        when().get("/api/runs/guarded").then().statusCode(200);
    }
}
