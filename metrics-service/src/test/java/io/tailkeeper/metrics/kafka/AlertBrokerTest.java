package io.tailkeeper.metrics.kafka;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.specification.AlertMeasure;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.AlertRule.Direction;
import io.tailkeeper.contracts.specification.AlertRule.Severity;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.redis.StoredRuns;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunView;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Alerts on a real broker: on their topic once, and still once when Redis has forgotten everything. */
@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class AlertBrokerTest {

    /** A service starts, forms its group and reads a run before what is waited for is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AlertRule ENDS = new AlertRule(
            "ratio",
            AlertMeasure.PERPLEXITY_RATIO,
            Direction.ABOVE,
            1.1,
            null,
            2,
            Severity.CRITICAL,
            true,
            List.of("doomed"));

    @Inject
    RedisCalls redis;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void aRuleEndsOneArmAndTheAlertIsPublishedOnce() {
        StoredRuns runs = new StoredRuns(redis);
        FakeRun doomed = new FakeRun("alert-doomed", "alert", "doomed", null, 4).judgedBy(ENDS);
        FakeRun other = new FakeRun("alert-other", "alert", "other", null, 2).judgedBy(ENDS);
        try (RawProducer kafka = new RawProducer(bootstrapServers)) {
            kafka.publish(doomed.messages());
            kafka.publish(other.messages());
            await().atMost(PATIENCE).until(() -> over(runs, "alert-doomed") && over(runs, "alert-other"));
            List<CollapseAlert> published = published(kafka);

            assertThat(published).singleElement().satisfies(alert -> {
                assertThat(alert.key()).isEqualTo("alert-doomed:2:ratio");
                assertThat(alert.endsRun()).isTrue();
                assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
            });
            RunView before = runs.find("alert-doomed").orElseThrow();
            assertThat(before.alerts()).isEqualTo(published);
            assertThat(before.finished()).satisfies(end -> {
                assertThat(end.status()).isEqualTo(RunFinished.Status.CANCELLED);
                assertThat(end.reason()).startsWith("ended by rule ratio: perplexityRatio is 1.4 in generation 2");
            });
            assertThat(runs.find("alert-other").orElseThrow().state()).isEqualTo(RunState.COMPLETED);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            when().get("/q/metrics").then().extract().asString().lines())
                    .contains("tailkeeper_alerts{arm=\"doomed\",experiment=\"alert\",rule=\"ratio\","
                            + "run=\"alert-doomed\",severity=\"critical\"} 1.0"));

            runs.flush();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(runs.find("alert-doomed")).hasValue(before));
            assertThat(published(kafka)).isEqualTo(published);
            assertThat(kafka.all(Topics.RUNS_FINISHED.name()).stream()
                            .filter(message -> "alert-doomed".equals(message.key())))
                    .hasSize(1);
        }
    }

    private static boolean over(StoredRuns runs, String runId) {
        return runs.find(runId).filter(view -> view.finished() != null).isPresent();
    }

    private static List<CollapseAlert> published(RawProducer kafka) {
        return kafka.all(Topics.COLLAPSE_ALERTS.name()).stream()
                .filter(message -> message.key().startsWith("alert-"))
                .map(message -> ContractJson.read(Topics.COLLAPSE_ALERTS, message.value()))
                .toList();
    }
}
