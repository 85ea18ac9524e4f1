package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that asks for a token. */
@QuarkusTest
@TestProfile(HttpTokenTest.Secret.class)
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class HttpTokenTest {

    private static final String TOKEN = "of-this-test";

    @TestHTTPResource("/")
    URI address;

    /** A service with a token. */
    public static final class Secret implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tailkeeper.http.token", TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/dashboard.js",
                "/api/runs",
                "/api/events",
                "/missing",
                "/q/metrics/",
                "/q/healthy",
                "/q/health/../../api/runs",
                "//api/runs",
                "/q/"
            })
    void nobodyIsAnsweredWithoutIt(String path) {
        for (String authorization : new String[] {"", "Bearer guess", "Basic Z3Vlc3M6Z3Vlc3M="}) {
            given().urlEncodingEnabled(false)
                    .header("Authorization", authorization)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .body(containsString("a token is asked for"))
                    .header("X-Content-Type-Options", "nosniff");
        }
        assertThat(given().urlEncodingEnabled(false).get(path).headers().getValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"tailkeeper\"", "Basic realm=\"tailkeeper\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dashboard.js", "/q/metrics", "/q/openapi"})
    void whoShowsItIsAnswered(String path) {
        String basic = Base64.getEncoder().encodeToString(("me:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        given().header("Authorization", "Bearer " + TOKEN).get(path).then().statusCode(200);
        given().header("Authorization", "Basic " + basic).get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/started", "/q/metrics"})
    void probesAndPrometheusHaveNone(String path) {
        given().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/health/..%2f..%2fapi/runs", "/q/health/%2e%2e/%2e%2e/api/runs", "/q/health/live;/../api/runs"
            })
    void anOpenPathLeadsNowhereElse(String path) {
        assertThat(given().urlEncodingEnabled(false).get(path).statusCode()).isIn(400, 401, 404);
    }

    @Test
    void thePageOfABrowserGetsItsEventsByThePassword() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("me:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Basic " + basic)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> events = client.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(events.statusCode()).isEqualTo(200);
            events.body().close();
            client.shutdownNow();
        }
    }

    @Test
    void aForeignNameIsRefusedFirst() {
        given().header("Host", "evil.example.org")
                .header("Authorization", "Bearer " + TOKEN)
                .get("/api/runs")
                .then()
                .statusCode(421);
    }
}
