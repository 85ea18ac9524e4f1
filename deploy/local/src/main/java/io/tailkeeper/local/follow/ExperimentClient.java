package io.tailkeeper.local.follow;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the metrics service about an experiment. */
public final class ExperimentClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final URI metrics;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    public ExperimentClient(URI metrics) {
        this.metrics = metrics;
    }

    /** What it knows now; empty when it knows nothing yet or is just being restarted. */
    public Optional<ExperimentView> find(String experimentId) throws InterruptedException {
        HttpRequest request = ApiToken.request(metrics.resolve("/api/experiments/" + experimentId))
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Optional.of(read(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static ExperimentView read(byte[] json) {
        try {
            return MAPPER.readValue(json, ExperimentView.class);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the metrics service answers what the launcher does not understand: " + e, e);
        }
    }
}
