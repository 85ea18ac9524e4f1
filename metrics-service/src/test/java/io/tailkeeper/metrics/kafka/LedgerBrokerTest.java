package io.tailkeeper.metrics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.metrics.DetectorView;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunLedger;
import io.tailkeeper.metrics.RunState;
import io.tailkeeper.metrics.quarkus.MetricsConfiguration;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    @Inject
    RunLedger ledger;

    @Inject
    MetricsConfiguration configuration;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private RawProducer kafka;

    @BeforeEach
    void connect() {
        kafka = new RawProducer(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void measuresARunFromTopicsWithDuplicatesDisorderAndPoison() throws InterruptedException {
        FakeRun base = new FakeRun("wild-base", "wild", "base", null, 0);
        FakeRun arm = new FakeRun("wild-arm", "wild", "protected", "wild-base", 2);
        List<Object> messages = new ArrayList<>(arm.messages());
        messages.addAll(base.messages());
        messages.addAll(arm.messages());
        messages.addAll(arm.shadow("shadow", 1));
        Collections.shuffle(messages, new Random(4));
        kafka.publish(messages.subList(0, messages.size() / 2));
        Topics.ALL.forEach(topic -> kafka.send(new ProducerRecord<>(topic.name(), bytes("key"), bytes("{poison"))));
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
        assertThat(header(published, "ce_source")).isEqualTo("/tailkeeper/metrics");
        await().untilAsserted(() -> assertThat(kafka.all("samples.scored.v1.metrics.dlq"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(bytes("{poison"));
                    assertThat(header(letter, DeadLetter.REASON)).contains("SampleScored is not valid JSON");
                }));

        await().untilAsserted(() -> assertThat(
                        ledger.findRun("wild-arm").orElseThrow().detectors())
                .isNotEmpty()
                .allSatisfy(view -> assertThat(view.figures()).isNotNull()));
        assertThat(ledger.findRun("wild-arm").orElseThrow().detectors())
                .extracting(DetectorView::generation, DetectorView::detectorId)
                .containsExactly(tuple(1, "encoder"), tuple(1, "shadow"), tuple(2, "encoder"));

        restartAddsNothing(measures);
    }

    private void restartAddsNothing(List<GenerationMeasured> measures) throws InterruptedException {
        List<RunFinished> ends = ends("wild-arm");
        RunLedger fresh = new RunLedger(configuration.booksPatience());
        LedgerLoop second = new LedgerLoop(
                Map.of("bootstrap.servers", bootstrapServers),
                fresh,
                new MeasuringDesk(fresh, Clock.systemUTC()),
                List.of(),
                configuration);
        Thread thread = Thread.ofPlatform().start(second);
        await().until(second::caughtUp);
        await().untilAsserted(() -> assertThat(fresh.findRun("wild-arm")).isEqualTo(ledger.findRun("wild-arm")));
        second.stop();
        thread.join(Duration.ofSeconds(5));

        assertThat(thread.isAlive()).isFalse();
        assertThat(measures("wild-arm")).isEqualTo(measures);
        assertThat(ends("wild-arm")).isEqualTo(ends);
        assertThat(kafka.all("samples.scored.v1.metrics.dlq")).hasSize(1);
    }

    @Test
    void measuresAgainTheSameWhenThePublishedMeasuresAreLost() {
        FakeRun base = new FakeRun("again-base", "again", "base", null, 1);
        kafka.publish(base.messages());
        awaitEnd("again-base");

        RunLedger fresh = new RunLedger(configuration.booksPatience());
        LedgerFeed feed = new LedgerFeed(fresh);
        for (String topic : List.of(
                Topics.SAMPLES_SCORED.name(),
                Topics.GENERATIONS_TRAINED.name(),
                Topics.SAMPLES_CALIBRATION.name(),
                Topics.DETECTORS_CALIBRATED.name(),
                Topics.RUNS_REQUESTED.name(),
                Topics.SAMPLES_COLLECTED.name())) {
            kafka.all(topic).stream()
                    .filter(message -> message.key().startsWith("again-base"))
                    .forEach(message -> feed.enter(new ConsumerRecord<>(
                            topic, message.partition(), message.offset(), bytes(message.key()), message.value())));
        }
        List<GenerationMeasured> repeated = new ArrayList<>();
        new MeasuringDesk(fresh, Clock.systemUTC()).work(repeated::add, _ -> {});

        assertThat(repeated).isEqualTo(measures("again-base"));
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
        await().until(() -> ledger.findRun("failed-base")
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
    void keepsUpWithTwentyThousandSamples() {
        FakeRun run = new FakeRun("many", "many", "base", null, 0);
        List<Object> samples = new ArrayList<>();
        for (int copy = 0; copy < 156; copy++) {
            samples.addAll(run.collected(0));
            samples.addAll(run.scored(0));
        }
        kafka.publish(samples);
        long start = System.nanoTime();
        kafka.publish(run.messages());

        awaitEnd("many");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    private void awaitEnd(String runId) {
        await().until(() -> ledger.findRun(runId)
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
