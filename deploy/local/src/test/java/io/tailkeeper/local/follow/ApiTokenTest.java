package io.tailkeeper.local.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiTokenTest {

    private static final URI API = URI.create("http://127.0.0.1:8080/api/runs");

    private static Iterable<String> shown(Map<String, String> environment) {
        return ApiToken.request(API, environment).build().headers().allValues("Authorization");
    }

    @Test
    void isTheOneOfTheApiElseThatOfTheServicesOfThisMachine() {
        assertThat(shown(Map.of())).isEmpty();
        assertThat(shown(Map.of("TAILKEEPER_API_TOKEN", " "))).isEmpty();
        assertThat(shown(Map.of("TAILKEEPER_API_TOKEN", "there\n", "TAILKEEPER_HTTP_TOKEN", "here")))
                .containsExactly("Bearer there");
        assertThat(shown(Map.of("TAILKEEPER_HTTP_TOKEN", "here"))).containsExactly("Bearer here");
    }
}
