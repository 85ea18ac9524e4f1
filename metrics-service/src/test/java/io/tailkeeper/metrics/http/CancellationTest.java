package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class CancellationTest extends ServiceWithRuns {

    @TestHTTPResource("/")
    URI service;

    private static RequestSpecification asked() {
        return given().contentType(ContentType.JSON).body("{}");
    }

    @Test
    void aRunIsEndedOnceAndThatIsSaid() {
        running("ended", "cancels");

        asked().header("Origin", "http://" + service.getAuthority())
                .header("Sec-Fetch-Site", "same-origin")
                .post("/api/runs/ended/cancel")
                .then()
                .statusCode(202)
                .body("runId", equalTo("ended"))
                .body("status", equalTo("cancelled"));

        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/runs/ended")
                .then()
                .body("state", equalTo("cancelled"))
                .body("finished.service", equalTo("metrics"))
                .body("finished.reason", containsString("cancelled by a request to the API")));
        asked().post("/api/runs/ended/cancel")
                .then()
                .statusCode(409)
                .body("error", equalTo("run ended is over already: cancelled"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://elsewhere.example, cross-site",
        "https://elsewhere.example,",
        "null,",
        "no origin at all,",
        ", cross-site",
        ", same-site"
    })
    void aPageFromElsewhereEndsNothing(String origin, String site) {
        running("kept", "cancels");
        RequestSpecification request = asked();
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }

        request.post("/api/runs/kept/cancel")
                .then()
                .statusCode(403)
                .body("error", containsString("only a page of this service may"));
        awaitState("kept", "running");
    }

    @Test
    void onlyJsonIsTaken() {
        running("typed", "cancels");

        given().contentType(ContentType.TEXT)
                .body("{}")
                .post("/api/runs/typed/cancel")
                .then()
                .statusCode(415);
        given().contentType(ContentType.URLENC)
                .body("a=b")
                .post("/api/runs/typed/cancel")
                .then()
                .statusCode(415);
        given().noContentType().post("/api/runs/typed/cancel").then().statusCode(415);
        when().get("/api/runs/typed/cancel").then().statusCode(405);
        awaitState("typed", "running");
    }

    @Test
    void anUnknownRunIsNamed() {
        running("known", "cancels");

        asked().post("/api/runs/lost/cancel")
                .then()
                .statusCode(404)
                .body("error", containsString("run lost is not known; known runs:"));
    }
}
