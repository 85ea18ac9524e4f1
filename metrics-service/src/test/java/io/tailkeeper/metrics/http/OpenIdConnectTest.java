package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose callers show tokens of a provider. */
@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
@WithTestResource(TestIssuer.class)
class OpenIdConnectTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/api/runs", "/api/events", "/missing"})
    void nobodyIsAnsweredWithoutAToken(String path) {
        given().get(path).then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void aTokenOfTheProviderIsAnswered() {
        String bearer = "Bearer " + TestIssuer.token();
        given().header("Authorization", bearer).get("/").then().statusCode(200);
        given().header("Authorization", bearer).get("/api/runs").then().statusCode(anyOf(is(200), is(503)));
        given().header("Authorization", bearer).get("/missing").then().statusCode(404);
    }

    static Stream<Named<Supplier<String>>> wrongOnes() {
        return Stream.of(
                Named.of("expired", TestIssuer::expired),
                Named.of("for another audience", TestIssuer::forAnother),
                Named.of("of another issuer", TestIssuer::ofAnother),
                Named.of("signed by another key", TestIssuer::forged),
                Named.of("cut off", () -> TestIssuer.token().substring(0, 200)),
                Named.of("without a signature", () -> TestIssuer.token().replaceAll("[^.]*$", "")),
                Named.of("no token", () -> "of-this-test"));
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void noOtherTokenIs(Supplier<String> token) {
        given().header("Authorization", "Bearer " + token.get())
                .get("/api/runs")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics"})
    void probesAndPrometheusHaveNone(String path) {
        given().get(path).then().statusCode(200);
    }
}
