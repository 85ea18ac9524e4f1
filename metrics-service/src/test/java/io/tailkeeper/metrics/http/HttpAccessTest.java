package io.tailkeeper.metrics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the service answers, and what it tells browsers; with requests as they go over the wire. */
@QuarkusTest
@TestProfile(HttpAccessTest.Named.class)
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class HttpAccessTest {

    @TestHTTPResource("/")
    URI address;

    /** A service that is known by a name. */
    public static final class Named implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tailkeeper.http.allowed-hosts", "metrics.example.org,other.example.org");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/dashboard.js", "/api/runs", "/q/health", "/q/metrics", "/missing"})
    void aForeignNameIsRefusedEverywhere(String path) throws IOException {
        String answer = answer(path, "Host: evil.example.org:8080");

        assertThat(answer).startsWith("HTTP/1.1 421 ").contains("tailkeeper.http.allowed-hosts");
        assertThat(answer).doesNotContain("evil.example.org", "<html");
    }

    @Test
    void noNameIsRefusedInTheWordsOfItsStatus() throws IOException {
        assertThat(answer("/api/runs", "Accept: */*"))
                .startsWith("HTTP/1.1 400 ")
                .contains("HTTP/1.1 wants one Host header")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .doesNotContain("500", "Error id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "%zz", "/%zz", "/a b", "*", "http://", "//", "/../../etc/passwd", "/%00"})
    void aPathThatIsNoneIsAnsweredAsTheMistakeOfTheAsker(String path) throws IOException {
        assertThat(answer(path, "Host: localhost"))
                .matches("(?s)HTTP/1\\.[01] 4.*")
                .doesNotContain("Error id", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "metrics.example.org", "OTHER.example.org:80"})
    void knownNamesAndAddressesAreAnswered(String host) throws IOException {
        assertThat(answer("/index.html", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/dashboard.js", "/theme.js", "/api/runs", "/missing"})
    void browsersAreToldWhatPagesMayDo(String path) throws IOException {
        String head = answer(path, "Host: localhost").split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT);

        assertThat(head)
                .contains("content-security-policy: default-src 'none'; script-src 'self';", "frame-ancestors 'none'")
                .contains("x-content-type-options: nosniff", "x-frame-options: deny")
                .contains("cache-control: no-cache")
                .doesNotContain("immutable", "unsafe-inline");
    }

    /** What the policy forbids would be missing from the page in silence. */
    @Test
    void thePageKeepsItsOwnPolicy() throws IOException {
        String page = answer("/index.html", "Host: localhost");
        assertThat(Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=")
                        .matcher(page)
                        .find())
                .isFalse();
        for (String script : List.of("theme.js", "dashboard.js", "runs.js", "charts.js", "elements.js", "seeds.js")) {
            assertThat(answer("/" + script, "Host: localhost"))
                    .as(script)
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("innerHTML", "setAttribute('style'", "eval(", "new Function");
        }
        assertThat(answer("/elements.js", "Host: localhost"))
                .as("a style attribute is set as a property, which the policy allows")
                .contains("element.style.cssText = value");
    }

    @Test
    void theServiceListensOnLoopbackUnlessItIsToldOtherwise() {
        assertThat(ConfigProvider.getConfig().getConfigSources())
                .filteredOn(source -> "127.0.0.1".equals(source.getValue("quarkus.http.host")))
                .isNotEmpty();
    }

    private String answer(String path, String header) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
