package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged service with a Redis that goes and comes, and with records that nobody can read. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MetricsOutageIT {

    private static final int BYTES = 8_900_000;

    @RegisterExtension
    final MetricsInstallation installation = new MetricsInstallation();

    @Test
    void aRedisThatIsLostAndComesBackEmptyIsRebuilt() {
        MetricsProcess instance = installation.readyInstance();
        installation.publish("before");
        MetricsInstallation.awaitEnd(instance, "before");
        String before = instance.get("/api/runs/before").body();

        installation.stopRedis();
        installation.publish("meanwhile");
        await().atMost(MetricsInstallation.PATIENCE)
                .until(() -> instance.get("/api/runs").status() == 503);
        MetricsProcess.Answer refused = instance.get("/api/runs");
        assertThat(refused.retryAfter()).isEqualTo("1");
        assertThat(refused.body()).contains("\"error\":", "Redis does not answer");
        await().atMost(MetricsInstallation.PATIENCE)
                .until(() -> instance.get("/q/health/ready").body().contains("Redis does not answer"));
        assertThat(instance.get("/q/health/live").status()).isEqualTo(200);
        installation.startRedis();

        MetricsInstallation.awaitEnd(instance, "meanwhile");
        MetricsInstallation.awaitEnd(instance, "before");
        assertThat(instance.get("/api/runs/before").body()).isEqualTo(before);
        assertThat(instance.alive()).isTrue();
        assertThat(installation.measures("before")).hasSize(2);
    }

    @Tag("long")
    @Test
    void nothingIsAnsweredRatherThanAPart() {
        MetricsProcess first = installation.readyInstance();
        IntStream.range(0, 5).forEach(number -> installation.publish("run-" + number));
        IntStream.range(0, 5).forEach(number -> MetricsInstallation.awaitEnd(first, "run-" + number));
        String whole = first.get("/api/runs").body();
        String experiments = first.get("/api/experiments").body();
        first.kill();
        installation.restartRedis();

        MetricsProcess second = installation.instance();
        List<MetricsProcess.Answer> answers = new ArrayList<>();
        await().atMost(MetricsInstallation.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    answers.add(second.get("/api/runs"));
                    return answers.getLast().status() == 200;
                });

        assertThat(answers)
                .extracting(MetricsProcess.Answer::status)
                .contains(503)
                .containsOnly(0, 503, 200);
        assertThat(measuresIn(answers.getLast().body()))
                .isEqualTo(measuresIn(whole))
                .isEqualTo(10);
        assertThat(second.get("/api/experiments").body()).isEqualTo(experiments);
        await().atMost(MetricsInstallation.PATIENCE)
                .untilAsserted(() -> assertThat(second.get("/api/runs").body())
                        .as("detectors are compared again")
                        .isEqualTo(whole));
    }

    private static long measuresIn(String runs) {
        return Pattern.compile("\"perplexityRatio\":").matcher(runs).results().count();
    }

    @Tag("long")
    @Test
    void aRecordThatIsTooLargeIsRefusedOnceOnEachTopic() {
        MetricsProcess first = installation.readyInstance();
        byte[] large = ("{\"text\":\"" + "x".repeat(BYTES) + "\"}").getBytes(StandardCharsets.UTF_8);
        List<String> topics = Topics.ALL.stream()
                .filter(topic -> topic.readers().contains(MeasuringDesk.SERVICE))
                .map(Topic::name)
                .toList();
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        topics.forEach(topic -> installation.kafka().send(new ProducerRecord<>(topic, key, large)));
        installation.publish("beside");

        MetricsInstallation.awaitEnd(first, "beside");
        await().atMost(MetricsInstallation.PATIENCE).untilAsserted(() -> assertRefusedOnce(topics));
        first.kill();
        installation.restartRedis();
        MetricsProcess second = installation.readyInstance();

        assertThat(second.recordsRead()).isGreaterThan(topics.size());
        assertRefusedOnce(topics);
    }

    private void assertRefusedOnce(List<String> topics) {
        assertThat(topics).hasSizeGreaterThan(9);
        for (String topic : topics) {
            assertThat(installation.kafka().all(topic + ".metrics.dlq"))
                    .as(topic)
                    .hasSize(1);
        }
    }
}
