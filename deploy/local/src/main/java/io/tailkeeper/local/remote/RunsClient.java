package io.tailkeeper.local.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.local.follow.ApiToken;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks the metrics service of an installation about its experiments and runs. */
final class RunsClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60); // of a service that reads what it missed
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    RunsClient(URI api) {
        this.api = api;
    }

    /**
     * An experiment in a list.
     *
     * @param experimentId its name
     * @param arms of its runs
     * @param state running, completed, cancelled or failed
     * @param requestedAt when its first run was asked for
     */
    record Listed(String experimentId, List<String> arms, String state, Instant requestedAt) {}

    /**
     * Whether it answers.
     *
     * @throws ProcessException when it does not, or is something else
     */
    void check() throws InterruptedException {
        List<Listed> unused = experiments();
    }

    /** All experiments, the newest first. */
    List<Listed> experiments() throws InterruptedException {
        return read(require("/api/experiments"), new TypeReference<>() {});
    }

    /** The runs of an experiment, or the run, that is called so; empty when there is neither. */
    Optional<ExperimentView> find(String id) throws InterruptedException {
        String name = URLEncoder.encode(id, StandardCharsets.UTF_8);
        HttpResponse<byte[]> experiment = get("/api/experiments/" + name);
        if (experiment.statusCode() == 200) {
            return Optional.of(read(experiment.body(), new TypeReference<>() {}));
        }
        HttpResponse<byte[]> run = get("/api/runs/" + name);
        if (run.statusCode() != 200) {
            return Optional.empty();
        }
        ExperimentView.RunView view = read(run.body(), new TypeReference<>() {});
        return Optional.of(new ExperimentView(view.run().experimentId(), List.of(view)));
    }

    /**
     * Has the service end a run; one that is over already is left as it is.
     *
     * @throws ProcessException when it refuses
     */
    void cancel(String runId) throws InterruptedException {
        String path = "/api/runs/" + URLEncoder.encode(runId, StandardCharsets.UTF_8) + "/cancel";
        HttpResponse<byte[]> answer = send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        if (answer.statusCode() != 409) {
            answered(path, answer, 202);
        }
    }

    /** That nothing is called so, and what there is. */
    UsageException unknown(String id) throws InterruptedException {
        List<Listed> known = experiments();
        return new UsageException("no experiment and no run is called " + id + "; "
                + (known.isEmpty()
                        ? "there is none yet"
                        : "the newest experiment is " + known.getFirst().experimentId()
                                + ", and ./tailkeeper runs list names all"));
    }

    private byte[] require(String path) throws InterruptedException {
        HttpResponse<byte[]> answer = get(path);
        answered(path, answer, 200);
        return answer.body();
    }

    private void answered(String path, HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() == 401) {
            throw new ProcessException("the service at " + api
                    + " asks for a token; put it into the environment variable " + ApiToken.VARIABLE);
        }
        if (answer.statusCode() != status) {
            throw new ProcessException("the service at " + api + " answers " + path + " with status "
                    + answer.statusCode() + reason(answer.body()) + "; give --api URL of the metrics service");
        }
    }

    private static String reason(byte[] body) {
        try {
            JsonNode error = MAPPER.readTree(body).path("error");
            return error.isTextual() ? ": " + error.asText() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private HttpResponse<byte[]> get(String path) throws InterruptedException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return ApiToken.request(URI.create(api + path))
                .header("Accept", "application/json")
                .timeout(TIMEOUT);
    }

    /** The answer; one that says that it is not ready yet is asked again for a while. */
    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (true) {
                HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 503 || Instant.now().isAfter(until)) {
                    return answer;
                }
                never.await(1, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new ProcessException(
                    "no metrics service answers at " + api + "; give --api URL as it is reached from here", e);
        }
    }

    private <T> T read(byte[] json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new ProcessException(
                    "the service at " + api + " answers what this program does not understand, so it is no metrics"
                            + " service of this version: " + e.getMessage(),
                    e);
        }
    }
}
