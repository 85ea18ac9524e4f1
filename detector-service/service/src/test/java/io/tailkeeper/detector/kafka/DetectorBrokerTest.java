package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.RunDetector;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DetectorBrokerTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static Installation installation;

    private final FakeEncoder encoder = new FakeEncoder();

    @BeforeAll
    static void startBroker() {
        installation = Installation.start();
    }

    @AfterAll
    static void stopBroker() {
        installation.close();
    }

    private DetectorLoops start(String instance) {
        return start(instance, Clock.systemUTC(), LONG);
    }

    private DetectorLoops start(String instance, Clock clock, Duration timeout) {
        return start(instance, List.of(Installation.detector("encoder", encoder)), clock, timeout);
    }

    private static DetectorLoops start(String instance, List<RunDetector> detectors, Clock clock, Duration timeout) {
        DetectorLoops loops = new DetectorLoops(
                installation.clients(instance, false), detectors, DetectorBook.of(detectors), clock, timeout);
        loops.start();
        return loops;
    }

    @Test
    void scoresWithTheCalibrationThatArrivesOutOfOrderAfterTheSamples() {
        GenerationKey generation = new GenerationKey("out-of-order", 1);
        try (DetectorLoops loops = start("order")) {
            for (int i = 0; i < 40; i++) {
                installation.send(Installation.sample(generation, i, i < 20 ? "the robot text" : "the human text"));
            }
            List<CalibrationSample> part = Installation.part(generation, 80, true);
            part.reversed().forEach(installation::send);
            part.subList(0, 10).forEach(installation::send);

            List<SampleScored> scored = installation.awaitScored(generation, 40);

            DetectorCalibrated detector = installation.calibrations(generation).getFirst();
            assertThat(detector.usable()).isTrue();
            assertThat(detector.quality().samples()).isEqualTo(80);
            assertThat(detector.quality().auroc()).isBetween(0.8, 0.95);
            assertThat(scored).hasSize(40).allSatisfy(sample -> {
                assertThat(sample.detectorId()).isEqualTo("encoder");
                assertThat(sample.detectorVersion()).isEqualTo(detector.detectorVersion());
                boolean robot = sample.sample().text().contains("robot");
                assertThat(sample.syntheticProbability()).isBetween(robot ? 0.7 : 0.01, robot ? 0.99 : 0.3);
                assertThat(sample.logit() > 0).isEqualTo(robot);
            });
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isWorking);
        }
    }

    @Test
    void readsWaitingSamplesAgainAcrossTheMarkersOfTransactions() {
        GenerationKey generation = new GenerationKey("transactions", 1);
        GenerationKey zero = new GenerationKey("transactions", 0);
        try (DetectorLoops loops = start("transactions")) {
            installation.sendInTransactions(IntStream.range(0, 100)
                    .mapToObj(i -> Installation.sample(generation, i, "the robot text"))
                    .toList());
            installation.sendInTransactions(List.of(Installation.sample(zero, 0, "human text")));
            installation.awaitScored(zero, 1); // so all of generation 1 waits
            Installation.part(generation, 40, true).forEach(installation::send);

            assertThat(installation.awaitScored(generation, 100)).hasSize(100);
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isWorking);
        }
    }

    @Test
    void writesKeyAndCloudEventsHeaders() {
        GenerationKey generation = new GenerationKey("headers", 1);
        try (DetectorLoops loops = start("headers")) {
            Installation.part(generation, 40, true).forEach(installation::send);
            installation.send(Installation.sample(generation, 0, "the robot text"));
            installation.awaitScored(generation, 1);
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
        ConsumerRecord<byte[], byte[]> scored = find(Topics.SAMPLES_SCORED.name(), "headers:1:0");
        ConsumerRecord<byte[], byte[]> calibrated = find(Topics.DETECTORS_CALIBRATED.name(), "headers:1:encoder");
        assertThat(header(scored.headers(), "ce_type")).isEqualTo("io.tailkeeper.sample-scored.v1");
        assertThat(header(scored.headers(), "ce_source")).isEqualTo("/tailkeeper/detector");
        assertThat(header(calibrated.headers(), "ce_type")).isEqualTo("io.tailkeeper.detector-calibrated.v1");
    }

    @Test
    void scoresGenerationZeroWithThePriorAndWithoutTheEncoder() {
        GenerationKey generation = new GenerationKey("zero", 0);
        try (DetectorLoops loops = start("zero")) {
            installation.send(Installation.sample(generation, 0, "human text"));
            SampleScored scored = installation.awaitScored(generation, 1).getFirst();
            assertThat(scored.syntheticProbability()).isEqualTo(0.5);
            assertThat(scored.logit()).isZero();
            assertThat(scored.detectorVersion()).isEqualTo("prior");
            assertThat(encoder.encoded()).isZero();
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
    }

    @Test
    void answersWithThePriorWhereTheCalibrationIsTooWeak() {
        GenerationKey generation = new GenerationKey("weak", 2);
        try (DetectorLoops loops = start("weak")) {
            Installation.part(generation, 80, false).forEach(installation::send);
            installation.send(Installation.sample(generation, 0, "the robot text"));

            SampleScored scored = installation.awaitScored(generation, 1).getFirst();

            DetectorCalibrated detector = installation.calibrations(generation).getFirst();
            assertThat(detector.usable()).isFalse();
            assertThat(scored.syntheticProbability()).isEqualTo(0.5);
            assertThat(scored.detectorVersion()).isEqualTo(detector.detectorVersion());
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
    }

    @Test
    void refusedRecordsGoToTheDeadLettersWithBytesAndReason() {
        GenerationKey generation = new GenerationKey("poison", 0);
        byte[] poison = "{\"sampleId\": \"poison:0:0\"".getBytes(StandardCharsets.UTF_8);
        try (DetectorLoops loops = start("poison")) {
            installation.send(Topics.SAMPLES_COLLECTED.name(), "poison:0:0", poison);
            installation.send(Topics.SAMPLES_CALIBRATION.name(), "poison:1", poison);
            installation.send(Installation.sample(generation, 1, "good text"));
            assertThat(installation.awaitScored(generation, 1)).hasSize(1);
            for (String topic : List.of(
                    Topics.SAMPLES_COLLECTED.deadLetter("detector"),
                    Topics.SAMPLES_CALIBRATION.deadLetter("detector"))) {
                await().until(() -> installation.read(topic).size() == 1);
                ConsumerRecord<byte[], byte[]> refused =
                        installation.read(topic).getFirst();
                assertThat(refused.value()).isEqualTo(poison);
                assertThat(header(refused.headers(), DeadLetter.REASON)).contains("is not valid JSON");
                assertThat(topic).startsWith(header(refused.headers(), DeadLetter.TOPIC));
            }
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isWorking);
        }
    }

    @Test
    void failsARunWhoseCalibrationNeverComesAndGoesOn() {
        GenerationKey generation = new GenerationKey("never", 3);
        GenerationKey next = new GenerationKey("after-never", 0);
        MutableClock clock = new MutableClock(Instant.parse("2026-11-21T08:00:00Z"));
        try (DetectorLoops loops = start("never", clock, LONG)) {
            installation.send(Installation.sample(generation, 0, "some text"));
            installation.send(Installation.sample(next, 0, "other text"));
            installation.awaitScored(next, 1);
            await().until(() -> {
                clock.advance(Duration.ofMinutes(4));
                return finished("never").size() == 1;
            });
            RunFinished failed = finished("never").getFirst();
            assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(failed.service()).isEqualTo("detector");
            assertThat(failed.reason())
                    .contains("never:3", "samples.calibration.v1", "tailkeeper.detector.calibration-timeout");
            assertThat(installation.scored(generation)).isEmpty();
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isWorking);
        }
    }

    @Test
    void dropsTheSamplesOfACancelledRun() {
        GenerationKey generation = new GenerationKey("cancelled", 1);
        GenerationKey marker = new GenerationKey("after-cancelled", 0);
        RunFinished cancelled = new RunFinished(
                "cancelled", RunFinished.Status.CANCELLED, "launcher", null, Instant.parse("2026-11-21T08:00:00Z"));
        try (ContractSerializer<RunFinished> serializer = new ContractSerializer<RunFinished>()) {
            installation.send(Topics.RUNS_FINISHED, "cancelled", cancelled, serializer);
        }
        try (DetectorLoops loops = start("cancelled")) {
            for (int i = 0; i < 20; i++) {
                installation.send(Installation.sample(generation, i, "some text"));
                installation.send(Installation.sample(marker, i, "some text"));
            }
            installation.awaitScored(marker, 20);
            assertThat(installation.scored(generation)).isEmpty();
            assertThat(finished("cancelled")).hasSize(1);
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isWorking);
        }
    }

    private static List<RunFinished> finished(String runId) {
        return installation.read(Topics.RUNS_FINISHED).stream()
                .filter(finished -> finished.runId().equals(runId))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> find(String topic, String key) {
        return installation.read(topic).stream()
                .filter(message -> key.equals(new String(message.key(), StandardCharsets.UTF_8)))
                .findFirst()
                .orElseThrow();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
