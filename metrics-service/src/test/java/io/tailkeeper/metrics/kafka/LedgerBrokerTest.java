package io.tailkeeper.metrics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.redis.StoredRuns;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunView;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KafkaBrokerResource.class)
@WithTestResource(RedisServerResource.class)
class LedgerBrokerTest {

    /** A service starts, forms its group and reads a run before what is waited for is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RedisCalls redis;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

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
    void measuresARunFromTopicsWithDuplicatesDisorderAndPoison() {
        FakeRun base = new FakeRun("wild-base", "wild", "base", null, 0);
        FakeRun arm = new FakeRun("wild-arm", "wild", "protected", "wild-base", 2);
        List<Object> messages = new ArrayList<>(arm.messages());
        messages.addAll(base.messages());
        messages.addAll(arm.messages());
        messages.addAll(arm.shadow("shadow", 1));
        Collections.shuffle(messages, new Random(4));
        kafka.publish(messages.subList(0, messages.size() / 2));
        Topics.ALL.forEach(topic -> kafka.send(new ProducerRecord<>(topic.name(), bytes("key"), bytes("{poison"))));
        kafka.send(new ProducerRecord<>(
                Topics.RUNS_REQUESTED.name(),
                bytes("wild-base"),
                ContractJson.write(new FakeRun("stray", "stray-base").request())));
        kafka.publish(messages.subList(messages.size() / 2, messages.size()));

        awaitEnd("wild-arm");
        awaitEnd("wild-base");

        List<GenerationMeasured> measures = measures("wild-arm");
        assertThat(measures)
                .extracting(measured -> measured.trained().generation())
                .containsExactly(0, 1, 2);
        assertThat(measures).hasSize(3).allSatisfy(measured -> assertThat(measured.books())
                .isEqualTo(new Books(64, 64, 0, 64, 0, 64)));
        assertThat(ends("wild-arm").getFirst().status()).isEqualTo(RunFinished.Status.COMPLETED);
        ConsumerRecord<String, byte[]> published = kafka.all(Topics.GENERATIONS_MEASURED.name()).stream()
                .filter(message -> message.key().equals("wild-arm:1"))
                .findFirst()
                .orElseThrow();
        assertThat(header(published, "ce_type")).isEqualTo("io.tailkeeper.generation-measured.v1");
        assertThat(header(published, "ce_source")).startsWith("/tailkeeper/metrics");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.all("samples.scored.v1.metrics.dlq"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(bytes("{poison"));
                    assertThat(header(letter, DeadLetter.REASON)).contains("SampleScored is not valid JSON");
                }));

        assertThat(runs.find("stray")).as("requested under the key of another").isEmpty();
        assertThat(kafka.all("runs.requested.v1.metrics.dlq"))
                .extracting(letter -> header(letter, DeadLetter.REASON))
                .anyMatch(reason -> reason.contains("the record's key is \"wild-base\""));

        await().atMost(PATIENCE).until(() -> runs.find("wild-arm").orElseThrow().detectors().stream()
                .allMatch(view -> view.figures() != null));
        assertThat(runs.find("wild-arm").orElseThrow().detectors())
                .extracting(DetectorView::generation, DetectorView::detectorId)
                .containsExactly(tuple(1, "encoder"), tuple(1, "shadow"), tuple(2, "encoder"));
    }

    @Test
    void aFlushInTheMiddleOfARunIsRebuiltToTheSameMeasures() {
        FakeRun finished = new FakeRun("before", "flushed", "base", null, 1);
        FakeRun running = new FakeRun("during", "flushed", "base", null, 2);
        FakeRun undisturbed = new FakeRun("undisturbed", "flushed", "base", null, 2);
        kafka.publish(finished.messages());
        kafka.publish(undisturbed.messages());
        awaitEnd("before");
        awaitEnd("undisturbed");
        List<Object> messages = running.messages();
        kafka.publish(messages.subList(0, 300));
        await().atMost(PATIENCE).until(() -> runs.find("during").isPresent());
        RunView before = runs.find("before").orElseThrow();

        runs.flush();
        kafka.publish(messages.subList(300, messages.size()));

        awaitEnd("during");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(runs.find("before")).hasValue(before));
        assertThat(measures("during"))
                .extracting(GenerationMeasured::books, GenerationMeasured::poolAuroc)
                .containsExactlyElementsOf(measures("undisturbed").stream()
                        .map(measured -> tuple(measured.books(), measured.poolAuroc()))
                        .toList());
        assertThat(ends("before")).as("nothing is published again").hasSize(1);
        assertThat(measures("before")).hasSize(2);
    }

    @Test
    void countsWhatTheDetectorRefusedAsCollectedAndDeadLettered() {
        FakeRun base = new FakeRun("dead-base", "dead", "base", null, 0);
        byte[] refused = bytes("{\"sampleId\":\"stranger\",\"runId\":\"dead-base\",\"generation\":0,\"text\":7}");
        kafka.send(new ProducerRecord<>(Topics.SAMPLES_COLLECTED.name(), bytes("stranger"), refused));
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.SAMPLES_COLLECTED.deadLetter("detector"), bytes("stranger"), refused);
        kafka.publish(base.messages());
        kafka.send(letter);
        kafka.send(letter);
        kafka.flush();

        awaitEnd("dead-base");

        assertThat(measures("dead-base").getFirst().books()).isEqualTo(new Books(65, 64, 1, 64, 0, 64));
    }

    @Test
    void endsNothingThatAnotherServiceHasFailed() {
        FakeRun base = new FakeRun("failed-base", "failed", "base", null, 0);
        RunFinished failed = new RunFinished(
                "failed-base", RunFinished.Status.FAILED, "trainer", "disk full", java.time.Instant.EPOCH);
        kafka.publish(List.of(base.request(), failed));
        await().atMost(PATIENCE).until(() -> runs.find("failed-base")
                .filter(view -> view.state() == RunState.FAILED)
                .isPresent());
        FakeRun other = new FakeRun("sound-base", "failed", "base", null, 0);
        kafka.publish(base.messages());
        kafka.publish(other.messages());
        awaitEnd("sound-base");

        assertThat(ends("failed-base")).containsExactly(failed);
        assertThat(measures("failed-base")).isEmpty();
    }

    @Test
    void twentyThousandSamplesAreNoHindrance() {
        FakeRun run = new FakeRun("many", "many", "base", null, 0);
        List<Object> samples = new ArrayList<>();
        for (int copy = 0; copy < 156; copy++) {
            samples.addAll(run.collected(0));
            samples.addAll(run.scored(0));
        }
        kafka.publish(samples);
        kafka.publish(run.messages());

        awaitEnd("many");
    }

    private void awaitEnd(String runId) {
        await().atMost(PATIENCE).until(() -> runs.find(runId)
                .filter(view -> view.state() == RunState.COMPLETED)
                .isPresent());
    }

    private List<GenerationMeasured> measures(String runId) {
        return kafka.all(Topics.GENERATIONS_MEASURED.name()).stream()
                .map(message -> new String(message.value(), StandardCharsets.UTF_8).equals("{poison")
                        ? null
                        : ContractJson.read(Topics.GENERATIONS_MEASURED, message.value()))
                .filter(measured ->
                        measured != null && measured.generationKey().runId().equals(runId))
                .toList();
    }

    private List<RunFinished> ends(String runId) {
        return kafka.all(Topics.RUNS_FINISHED.name()).stream()
                .filter(message -> runId.equals(message.key()))
                .map(message -> ContractJson.read(Topics.RUNS_FINISHED, message.value()))
                .toList();
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
