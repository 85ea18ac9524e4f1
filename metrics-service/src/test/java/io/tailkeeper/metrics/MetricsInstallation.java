package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.kafka.RawProducer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

/** A broker, a Redis and as many instances of the packaged service as a test starts; all of them new for each test. */
final class MetricsInstallation implements BeforeEachCallback, AfterEachCallback {

    /** A packaged service starts within it, and reads every run again. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<MetricsProcess> instances = new ArrayList<>();
    private final Map<String, String> connections = new HashMap<>();
    private Path folder;
    private KafkaBrokerResource broker;
    private RedisServer redis;
    private int redisPort;
    private RawProducer kafka;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createDirectories(
                Path.of("target", "instances", context.getRequiredTestMethod().getName()));
        broker = new KafkaBrokerResource();
        connections.putAll(broker.start());
        redisPort = new FreePorts().next();
        connections.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redisPort);
        startRedis();
        kafka = new RawProducer(connections.get("kafka.bootstrap.servers"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        instances.forEach(MetricsProcess::close);
        instances.clear();
        kafka.close();
        stopRedis();
        broker.stop();
    }

    RawProducer kafka() {
        return kafka;
    }

    /** What instances that start from now on are told. */
    void setting(String name, String value) {
        connections.put(name, value);
    }

    void startRedis() {
        try {
            redis = RedisServerResource.server(redisPort);
            redis.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It forgets everything. */
    void stopRedis() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restartRedis() {
        stopRedis();
        startRedis();
    }

    MetricsProcess instance() {
        MetricsProcess instance = MetricsProcess.start("metrics-" + instances.size(), connections, folder);
        instances.add(instance);
        return instance;
    }

    MetricsProcess readyInstance() {
        MetricsProcess instance = instance();
        await().atMost(PATIENCE).until(instance::ready);
        return instance;
    }

    /** One that is ready, at the address of one that was killed. */
    MetricsProcess restarted(MetricsProcess killed) {
        MetricsProcess instance = killed.again("metrics-" + instances.size(), connections, folder);
        instances.add(instance);
        await().atMost(PATIENCE).until(instance::ready);
        return instance;
    }

    /** Publishes every message of a run of two generations. */
    void publish(String runId) {
        kafka.publish(run(runId).messages());
    }

    /** A run that is like all others but for its name. */
    static FakeRun run(String runId) {
        return new FakeRun(runId, "kept", "base", null, 1);
    }

    /** Waits until an instance shows the run's end and its detectors' figures. */
    static void awaitEnd(MetricsProcess instance, String runId) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        instance.get("/api/runs/" + runId).body())
                .contains("\"state\":\"completed\"", "\"figures\":"));
    }

    List<GenerationMeasured> measures(String runId) {
        return kafka.all(Topics.GENERATIONS_MEASURED.name()).stream()
                .map(message -> ContractJson.read(Topics.GENERATIONS_MEASURED, message.value()))
                .filter(measured -> measured.generationKey().runId().equals(runId))
                .toList();
    }

    /** The measures without the run's name; published twice alike they count once. */
    List<Object> distinctMeasures(String runId) {
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
}
