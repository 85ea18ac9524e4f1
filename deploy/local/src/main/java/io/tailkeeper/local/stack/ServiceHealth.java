package io.tailkeeper.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a service answers under {@code /q/health}. */
final class ServiceHealth {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private ServiceHealth() {}

    /** Whether the service on a port takes work. */
    static boolean ready(int port) {
        return ask(port, "/q/health/ready")
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    /** The checks that fail, with what they say of themselves; empty when none does. */
    static Optional<String> fault(int port) {
        Optional<HttpResponse<String>> answer = ask(port, "/q/health");
        if (answer.isEmpty()) {
            return Optional.of("it does not answer on port " + port);
        }
        return answer.get().statusCode() == 200
                ? Optional.empty()
                : Optional.of(reason(answer.get().statusCode(), answer.get().body()));
    }

    static String reason(int status, String body) {
        List<String> failing = new ArrayList<>();
        try {
            for (JsonNode check : MAPPER.readTree(body).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    failing.add(check.path("name").asText() + " is "
                            + check.path("status").asText() + data(check));
                }
            }
        } catch (IOException e) {
            return "it answers with HTTP status " + status;
        }
        return failing.isEmpty() ? "it answers with HTTP status " + status : String.join("; ", failing);
    }

    private static String data(JsonNode check) {
        List<String> data = new ArrayList<>();
        check.path("data")
                .properties()
                .forEach(entry ->
                        data.add(entry.getKey() + ": " + entry.getValue().asText()));
        return data.isEmpty() ? "" : " (" + String.join(", ", data) + ")";
    }

    private static Optional<HttpResponse<String>> ask(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
