package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The packaged service, killed, restarted, beside another instance, and with a Redis that goes and comes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BYTES = 8_900_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final KafkaBrokerResource broker = new KafkaBrokerResource();
    private final List<MetricsProcess> instances = new ArrayList<>();
    private final Map<String, String> connections = new HashMap<>();
    private RedisServer redis;
    private int redisPort;
    private RawProducer kafka;

    @BeforeEach
    void start() throws IOException {
        connections.putAll(broker.start());
        RedisServerResource first = new RedisServerResource();
        String address = first.start().get("quarkus.redis.hosts");
        first.stop();
        redisPort = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        connections.put("quarkus.redis.hosts", address);
        startRedis();
        kafka = new RawProducer(connections.get("kafka.bootstrap.servers"));
    }

    private void startRedis() throws IOException {
        redis = RedisServerResource.server(redisPort);
        redis.start();
    }

    @AfterEach
    void stop() throws IOException {
        instances.forEach(MetricsProcess::close);
        kafka.close();
        redis.stop();
        broker.stop();
    }

    private MetricsProcess instance() {
        MetricsProcess instance = MetricsProcess.start("metrics-" + instances.size(), connections, folder);
        instances.add(instance);
        return instance;
    }

    private MetricsProcess readyInstance() {
        MetricsProcess instance = instance();
        await().atMost(PATIENCE).until(instance::ready);
        return instance;
    }

    private static void awaitEnd(MetricsProcess instance, String runId) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        instance.get("/api/runs/" + runId).body())
                .contains("\"state\":\"completed\"", "\"figures\":"));
    }

    private List<GenerationMeasured> measures(String runId) {
        return kafka.all(Topics.GENERATIONS_MEASURED.name()).stream()
                .map(message -> ContractJson.read(Topics.GENERATIONS_MEASURED, message.value()))
                .filter(measured -> measured.generationKey().runId().equals(runId))
                .toList();
    }

    @Test
    void aRestartReadsAndPublishesNothingAgain() {
        MetricsProcess first = readyInstance();
        IntStream.range(0, 5)
                .forEach(number -> kafka.publish(run("run-" + number).messages()));
        IntStream.range(0, 5).forEach(number -> awaitEnd(first, "run-" + number));
        String before = first.get("/api/runs").body();
        assertThat(first.recordsRead()).isGreaterThan(1_000);
        awaitNoLag();
        first.kill();

        MetricsProcess second = readyInstance();

        assertThat(second.get("/api/runs").body()).isEqualTo(before);
        assertThat(second.recordsRead()).isZero();
        assertThat(measures("run-0")).hasSize(2);
        assertThat(kafka.all(Topics.RUNS_FINISHED.name())).hasSize(5);
    }

    private void awaitNoLag() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kafka.committed("metrics")).isEqualTo(kafka.ends()));
    }

    private static FakeRun run(String runId) {
        return new FakeRun(runId, "kept", "base", null, 1);
    }

    @Test
    void killedAgainAndAgainItMeasuresAsIfNothingHadHappened() {
        MetricsProcess undisturbed = readyInstance();
        kafka.publish(run("undisturbed").messages());
        awaitEnd(undisturbed, "undisturbed");
        Random random = new Random(7);
        List<Object> messages = run("disturbed").messages();
        MetricsProcess victim = undisturbed;
        for (int from = 0; from < messages.size(); from += 60) {
            kafka.publish(messages.subList(from, Math.min(messages.size(), from + 60)));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3_000)).toNanos());
            victim.kill();
            victim = instance();
        }

        awaitEnd(victim, "disturbed");

        assertThat(distinct("disturbed")).isEqualTo(distinct("undisturbed")).hasSize(2);
    }

    /** The measures without what names the run; twice the same counts once. */
    private List<Object> distinct(String runId) {
        return measures(runId).stream()
                .<Object>map(measured -> List.of(
                        measured.perplexityRatio(),
                        measured.text(),
                        measured.books(),
                        String.valueOf(measured.poolAuroc()),
                        measured.stage()))
                .distinct()
                .toList();
    }

    @Test
    void twoInstancesShareTheWorkAndEitherMayBeKilled() {
        MetricsProcess first = readyInstance();
        MetricsProcess second = readyInstance();
        List<Object> messages = run("shared").messages();
        kafka.publish(run("alone").messages());
        awaitEnd(second, "alone");
        kafka.publish(messages.subList(0, 150));
        await().atMost(PATIENCE).until(() -> second.get("/api/runs/shared").status() == 200);

        first.kill();
        kafka.publish(messages.subList(150, 300));
        MetricsProcess third = readyInstance();
        second.kill();
        kafka.publish(messages.subList(300, messages.size()));

        awaitEnd(third, "shared");
        assertThat(distinct("shared")).isEqualTo(distinct("alone")).hasSize(2);
    }

    @Test
    void aRedisThatIsLostAndComesBackEmptyIsRebuilt() throws IOException {
        MetricsProcess instance = readyInstance();
        kafka.publish(run("before").messages());
        awaitEnd(instance, "before");
        String before = instance.get("/api/runs/before").body();

        redis.stop();
        kafka.publish(run("meanwhile").messages());
        await().atMost(PATIENCE).until(() -> instance.get("/api/runs").status() == 503);
        MetricsProcess.Answer refused = instance.get("/api/runs");
        assertThat(refused.retryAfter()).isEqualTo("1");
        assertThat(refused.body()).contains("\"error\":", "Redis does not answer");
        await().atMost(PATIENCE)
                .until(() -> instance.get("/q/health/ready").body().contains("Redis does not answer"));
        assertThat(instance.get("/q/health/live").status()).isEqualTo(200);
        startRedis();

        awaitEnd(instance, "meanwhile");
        assertThat(instance.get("/api/runs/before").body()).isEqualTo(before);
        assertThat(instance.alive()).isTrue();
        assertThat(measures("before")).hasSize(2);
    }

    @Test
    void nothingIsAnsweredRatherThanAPart() throws IOException {
        MetricsProcess first = readyInstance();
        IntStream.range(0, 5)
                .forEach(number -> kafka.publish(run("run-" + number).messages()));
        IntStream.range(0, 5).forEach(number -> awaitEnd(first, "run-" + number));
        String whole = first.get("/api/runs").body();
        String experiments = first.get("/api/experiments").body();
        first.kill();
        redis.stop();
        startRedis();

        MetricsProcess second = instance();
        List<MetricsProcess.Answer> answers = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
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
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(second.get("/api/runs").body())
                        .as("detectors are compared again")
                        .isEqualTo(whole));
    }

    private static long measuresIn(String runs) {
        return Pattern.compile("\"perplexityRatio\":").matcher(runs).results().count();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedOnceOnEachTopic() throws IOException {
        MetricsProcess first = readyInstance();
        byte[] large = ("{\"text\":\"" + "x".repeat(BYTES) + "\"}").getBytes(StandardCharsets.UTF_8);
        List<String> topics = Topics.ALL.stream()
                .filter(topic -> topic.readers().contains(MeasuringDesk.SERVICE))
                .map(topic -> topic.name())
                .toList();
        topics.forEach(topic -> kafka.send(new ProducerRecord<>(topic, "key".getBytes(StandardCharsets.UTF_8), large)));
        kafka.publish(run("beside").messages());

        awaitEnd(first, "beside");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics).isNotEmpty().allSatisfy(topic -> assertThat(
                                kafka.all(topic + ".metrics.dlq"))
                        .hasSize(1)));
        first.kill();
        redis.stop();
        startRedis();
        MetricsProcess second = readyInstance();

        assertThat(second.recordsRead()).isGreaterThan(topics.size());
        assertThat(topics).isNotEmpty().allSatisfy(topic -> assertThat(kafka.all(topic + ".metrics.dlq"))
                .hasSize(1));
    }
}
