package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
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
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class RemovalResourceTest extends ServiceWithRuns {

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
        awaitState("removed", "cancelled");

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
    void anExperimentOfWhichOneRunGoesOnStaysWhole() {
        running("half-over", "half");
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/runs/half-over/cancel")
                .then()
                .statusCode(202);
        awaitState("half-over", "cancelled");
        running("half-open", "half");

        remove("half")
                .statusCode(409)
                .body("error", equalTo("run half-open of experiment half goes on; cancel it first"));

        awaitState("half-over", "cancelled");
        awaitState("half-open", "running");
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
