package io.tailkeeper.metrics.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.kafka.RawProducer;
import io.tailkeeper.metrics.redis.StoredRuns;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.view.RunState;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class RunResourceTest {

    /** What is asked for has gone through the broker and the store first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RedisCalls redis;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ObjectMapper mapper;

    @TestHTTPResource("/api/events")
    URI eventsUri;

    private RawProducer kafka;
    private StoredRuns runs;

    @BeforeEach
    void connect() {
        runs = new StoredRuns(redis);
        kafka = new RawProducer(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void answersRunsGenerationsAndExperimentsInTheJsonOfTheContract() throws IOException {
        FakeRun run = measured("asked", "asked-for");

        String json =
                when().get("/api/runs/asked").then().statusCode(200).extract().asString();
        assertThat(mapper.readTree(json))
                .isEqualTo(mapper.readTree(ContractJson.write(runs.find("asked").orElseThrow())));
        assertThat(mapper.readTree(json).at("/run/requestedAt").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(mapper.readTree(json).at("/run/baseRunId").isMissingNode()).isTrue();
        assertThat(mapper.readTree(json).at("/progress/1/expected").asInt()).isEqualTo(64);

        byte[] generation = when().get("/api/runs/asked/generations/1")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(ContractJson.read(Topics.GENERATIONS_MEASURED, generation).trained())
                .isEqualTo(run.trained(1));

        when().get("/api/runs").then().body("run.runId", hasItem("asked"));
        when().get("/api/experiments")
                .then()
                .body("find { it.experimentId == 'asked-for' }.arms", equalTo(List.of("base")))
                .body("find { it.experimentId == 'asked-for' }.state", equalTo("completed"));
        when().get("/api/experiments/asked-for")
                .then()
                .body("experimentId", equalTo("asked-for"))
                .body("runs.size()", equalTo(1))
                .body("runs[0].state", equalTo("completed"))
                .body("runs[0].finished.service", equalTo("metrics"))
                .body("runs[0].generations.size()", equalTo(2));
    }

    @Test
    void namesWhatIsNotKnownAndWhatIs() {
        measured("found", "found-experiment");

        notFound("/api/runs/lost")
                .body("error", containsString("run lost is not known; known runs:"))
                .body("error", containsString("found"));
        notFound("/api/runs/found/generations/9")
                .body("error", equalTo("generation 9 of run found is not known; known measured generations: 0, 1"));
        notFound("/api/runs/found/generations/last").body("error", containsString("generation last of run found"));
        notFound("/api/experiments/lost").body("error", containsString("found-experiment"));
    }

    @Test
    void answersSomeSamplesOfAGeneration() {
        FakeRun run = measured("sampled", "sampled-experiment");

        when().get("/api/runs/sampled/generations/1/samples")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("decided", equalTo(true))
                .body("pool.size()", equalTo(40))
                .body("pool.findAll { it.source == 'human' }.size()", greaterThan(5))
                .body("pool[0].text.more", equalTo(0))
                .body("pairs.size()", equalTo(20))
                .body(
                        "pairs[0].human.text",
                        equalTo(run.calibration(2).getFirst().text()));
        when().get("/api/runs/sampled/generations/0/samples")
                .then()
                .body("pool.size()", equalTo(0))
                .body("pairs.size()", equalTo(20));
        notFound("/api/runs/sampled/generations/2/samples")
                .body("error", equalTo("generation 2 of run sampled is not known; known generations: 0, 1"));
        notFound("/api/runs/lost/generations/1/samples").body("error", containsString("run lost is not known"));
    }

    private static ValidatableResponse notFound(String path) {
        return when().get(path).then().statusCode(404).contentType("application/json");
    }

    @Test
    void showsAFailedRunWithItsReason() {
        FakeRun run = new FakeRun("broken", "broken-experiment", "base", null, 1);
        kafka.publish(List.of(
                run.request(),
                new RunFinished(
                        "broken", RunFinished.Status.FAILED, "trainer", "the disk is full; make room", Instant.EPOCH)));

        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/runs/broken")
                .then()
                .body("state", equalTo("failed"))
                .body("finished.reason", equalTo("the disk is full; make room")));
    }

    @Test
    void showsEveryDetectorOfAGenerationTheDecidingOneFirst() {
        FakeRun run = measured("judged", "judged-experiment");
        kafka.publish(run.shadow("another", 1).subList(0, 63));
        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/runs/judged")
                .then()
                .body("detectors.detectorId", equalTo(List.of("encoder", "another")))
                .body("detectors[1].scored", equalTo(63))
                .body("detectors[1].figures", nullValue()));

        kafka.publish(List.of(run.shadow("another", 1).get(63)));

        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/runs/judged")
                .then()
                .body("detectors[0].deciding", equalTo(true))
                .body("detectors[0].calibration.usable", equalTo(true))
                .body("detectors[0].calibration.head", nullValue())
                .body("detectors[0].figures.wouldSelect.selection.selected", equalTo(64))
                .body("detectors[1].figures.agreement.sameSide", greaterThan(0.5f))
                .body("detectors[1].figures.wouldSelect.sharedWeight", greaterThan(0.5f)));
    }

    @Test
    void answersManyAtOnce() throws InterruptedException, ExecutionException {
        measured("crowded", "crowded-experiment");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, 100)
                    .mapToObj(_ -> readers.submit(() ->
                            when().get("/api/experiments/crowded-experiment").statusCode()))
                    .toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void streamsWhatHappens() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> stream =
                    client.send(HttpRequest.newBuilder(eventsUri).build(), HttpResponse.BodyHandlers.ofLines());
            Thread reader = Thread.ofVirtual().start(() -> stream.body().forEach(lines::add));
            assertThat(stream.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/event-stream");

            measured("streamed", "streamed-experiment");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines)
                    .contains("event:run", "event:generation", "event:detectors", "event:progress"));
            String generation = lines.get(lines.indexOf("event:generation") + 1);
            assertThat(generation).startsWith("data:{");
            client.shutdownNow();
            reader.join();
        }
    }

    @Test
    void showsMeasuresAsGauges() {
        measured("gauged", "gauged-experiment");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        when().get("/q/metrics").then().extract().asString().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("tailkeeper_perplexity_ratio{")
                        .contains("run=\"gauged\"", "generation=\"1\"")
                        .endsWith("} 1.2"))
                .anySatisfy(line -> assertThat(line).startsWith("tailkeeper_runs{state=\"completed\"} "))
                .anySatisfy(line -> assertThat(line).isEqualTo("tailkeeper_runs{state=\"failed\"} 0.0"))
                .anySatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "tailkeeper_disk_free_bytes\\{folder=\"tailkeeper.directory\",service=\"metrics\"} [1-9].*"))
                .anySatisfy(line -> assertThat(line).startsWith("tailkeeper_vocabulary_coverage{"))
                .anySatisfy(line -> assertThat(line).startsWith("tailkeeper_detector_auroc{")));
    }

    @Test
    void servesADashboardThatNeedsNobodyElse() {
        for (String path : List.of("/", "/dashboard.js", "/charts.js", "/dashboard.css")) {
            String page = given().get(path).then().statusCode(200).extract().asString();
            assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                    .as(path)
                    .doesNotContain("http://", "https://", "//cdn");
        }
    }

    @Test
    void isReadyOnceTheLedgerIsRebuilt() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
    }

    private FakeRun measured(String runId, String experimentId) {
        FakeRun run = new FakeRun(runId, experimentId, "base", null, 1);
        kafka.publish(run.messages());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(runs.find(runId)).hasValueSatisfying(view -> {
                    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
                    assertThat(view.detectors()).isNotEmpty().allSatisfy(detector -> assertThat(detector.figures())
                            .isNotNull());
                }));
        assertThat(new String(ContractJson.write(run.request()), StandardCharsets.UTF_8))
                .contains(experimentId);
        return run;
    }
}
