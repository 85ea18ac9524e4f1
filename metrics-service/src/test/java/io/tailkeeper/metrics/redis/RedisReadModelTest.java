package io.tailkeeper.metrics.redis;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.RunState;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class RedisReadModelTest {

    @Inject
    RunLedger ledger;

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "quarkus.redis.hosts")
    URI address;

    @Test
    void holdsRunsGenerationsAndEvents() {
        FakeRun run = new FakeRun("stored", "stored-experiment", "base", null, 1);
        FakeRun.record(ledger, run.messages());

        awaitRun("stored");

        byte[] generation =
                value(RedisKeys.generation(new GenerationKey("stored", 1))).getBytes(StandardCharsets.UTF_8);
        assertThat(ContractJson.read(Topics.GENERATIONS_MEASURED, generation))
                .isEqualTo(ledger.findRun("stored").orElseThrow().generations().get(1));
        assertThat(redis.set(String.class).smembers(RedisKeys.RUNS)).contains("stored");
        await().untilAsserted(() -> assertThat(
                        redis.stream(String.class).xrange(RedisKeys.EVENTS, StreamRange.of("-", "+")))
                .filteredOn(event -> "stored".equals(event.payload().get("runId")))
                .extracting(event -> event.payload().get("kind"))
                .contains("run", "generation"));
    }

    @Test
    void comesBackWholeAfterBeingEmptiedInTheMiddleOfARun() {
        FakeRun finished = new FakeRun("before", "flushed", "base", null, 1);
        FakeRun running = new FakeRun("during", "flushed", "base", null, 1);
        FakeRun.record(ledger, finished.messages());
        FakeRun.record(ledger, running.messages().subList(0, 100));
        awaitRun("before");
        awaitRun("during");

        redis.flushall();
        assertThat(value(RedisKeys.run("before"))).isNull();
        FakeRun.record(ledger, running.messages());

        awaitRun("before");
        await().until(() -> ledger.findRun("during").orElseThrow().state() == RunState.COMPLETED);
        awaitRun("during");
        assertThat(value(RedisKeys.generation(new GenerationKey("before", 1)))).isNotNull();
    }

    @Test
    void answersFromMemoryWhileRedisIsAwayAndCatchesUpWhenItIsBack() throws IOException {
        FakeRun early = new FakeRun("early", "outage", "base", null, 0);
        FakeRun.record(ledger, early.messages());
        awaitRun("early");

        try {
            redis.execute("SHUTDOWN", "NOSAVE");
        } catch (RuntimeException e) {
            assertThat(e).as("the connection ends with the server").isNotNull();
        }
        FakeRun late = new FakeRun("late", "outage", "base", null, 0);
        FakeRun.record(ledger, late.messages());
        await().untilAsserted(() -> when().get("/api/runs/late").then().body("state", equalTo("completed")));
        await().untilAsserted(() -> when().get("/q/health/well").then().statusCode(503));
        when().get("/q/health/ready").then().statusCode(200);

        RedisServer replacement = RedisServerResource.server(address.getPort());
        replacement.start();
        // It stays for the other tests: the server of the test resource is gone.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(replacement)));
        awaitRun("early");
        awaitRun("late");
        await().untilAsserted(() -> when().get("/q/health/well").then().statusCode(200));
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitRun(String runId) {
        await().ignoreExceptions().untilAsserted(() -> assertThat(value(RedisKeys.run(runId)))
                .isEqualTo(
                        new String(ContractJson.write(ledger.findRun(runId).orElseThrow()), StandardCharsets.UTF_8)));
    }

    private String value(String key) {
        return redis.value(String.class).get(key);
    }
}
