package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.FragileEncoder;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunDetector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scoring, on a real broker. Each test has a detector, and so a group, of its own. */
class ScoringBrokerTest {

    private static final String COLLECTED = Topics.SAMPLES_COLLECTED.name();
    private static final String LETTERS = Topics.SAMPLES_COLLECTED.deadLetter("detector");

    private static Installation installation;

    private final FragileEncoder encoder = new FragileEncoder();
    private final KnownRuns known = new KnownRuns();

    @BeforeAll
    static void startBroker() {
        installation = Installation.start();
    }

    @AfterAll
    static void stopBroker() {
        installation.close();
    }

    private ScoringInstance start(String id) {
        return ScoringInstance.start(installation, id, Installation.detector(id, encoder), known);
    }

    private void calibrate(String id, GenerationKey generation) {
        known.note(Installation.fit(id, new FakeEncoder(), generation, true));
    }

    private static List<SampleScored> scored(String id, GenerationKey generation) {
        return installation.scored(generation).stream()
                .filter(scored -> scored.detectorId().equals(id))
                .toList();
    }

    private static List<SampleScored> awaitScored(String id, GenerationKey generation, int count) {
        await().until(() -> scored(id, generation).size() >= count);
        return scored(id, generation);
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String reason) {
        return installation.read(LETTERS).stream()
                .filter(letter -> header(letter.headers(), DeadLetter.REASON).contains(reason))
                .toList();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<RunFinished> finished(String runId) {
        return installation.read(Topics.RUNS_FINISHED).stream()
                .filter(finished -> finished.runId().equals(runId))
                .toList();
    }

    @Test
    void scoresByTheCalibratedDetector() {
        GenerationKey generation = new GenerationKey("scored", 1);
        calibrate("scores", generation);
        try (ScoringInstance instance = start("scores")) {
            for (int i = 0; i < 40; i++) {
                installation.send(Installation.sample(generation, i, i < 20 ? "the robot text" : "the human text"));
            }

            List<SampleScored> scored = awaitScored("scores", generation, 40);

            assertThat(scored).hasSize(40).allSatisfy(sample -> {
                boolean robot = sample.sample().text().contains("robot");
                assertThat(sample.syntheticProbability()).isBetween(robot ? 0.7 : 0.01, robot ? 0.99 : 0.3);
                assertThat(sample.logit() > 0).isEqualTo(robot);
            });
            assertThat(instance.isWorking()).isTrue();
        }
    }

    @Test
    void aRunThatWaitsHoldsUpNoOtherAndIsScoredOnceWhenItIsCalibratedOverARestartToo() {
        GenerationKey waiting = new GenerationKey("waits", 1);
        GenerationKey other = new GenerationKey("goes-on", 0);
        RunDetector detector = Installation.detector("waits", encoder);
        try (ScoringInstance instance = ScoringInstance.restart(installation, "one", detector, known)) {
            for (int i = 0; i < 30; i++) {
                installation.send(Installation.sample(waiting, i, "the robot text"));
                installation.send(Installation.sample(other, i, "the human text"));
            }
            awaitScored("waits", other, 30);
            assertThat(scored("waits", waiting)).isEmpty();
            assertThat(instance.meters().get("tailkeeper.waiting").gauges().stream()
                            .mapToDouble(gauge -> gauge.value())
                            .sum())
                    .isGreaterThanOrEqualTo(30);
        }
        try (ScoringInstance restarted = ScoringInstance.restart(installation, "one", detector, known)) {
            calibrate("waits", waiting);
            assertThat(awaitScored("waits", waiting, 30)).hasSize(30);
            assertThat(scored("waits", other)).as("scored exactly once").hasSize(30);
            assertThat(restarted.isWorking()).isTrue();
        }
    }

    @Test
    void readsWaitingSamplesAgainAcrossTheMarkersOfTransactions() {
        GenerationKey generation = new GenerationKey("transactions", 1);
        GenerationKey zero = new GenerationKey("transactions", 0);
        try (ScoringInstance instance = start("markers")) {
            installation.sendInTransactions(IntStream.range(0, 100)
                    .mapToObj(i -> Installation.sample(generation, i, "the robot text"))
                    .toList());
            installation.sendInTransactions(List.of(Installation.sample(zero, 0, "human text")));
            awaitScored("markers", zero, 1); // so all of generation 1 waits
            calibrate("markers", generation);

            assertThat(awaitScored("markers", generation, 100)).hasSize(100);
            assertThat(instance.isWorking()).isTrue();
        }
    }

    @Test
    void writesKeyHeadersAndTheTraceOfTheSample() {
        GenerationKey zero = new GenerationKey("headers", 0);
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String nobodyRecords = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        List<SpanData> spans;
        try (ScoringInstance instance = start("headers")) {
            installation.send(traced(zero, 0, "human text", "00-" + trace + "-b7ad6b7169203331-01"));
            installation.send(traced(zero, 1, "human text", nobodyRecords));
            installation.send(Installation.sample(zero, 2, "human text"));
            awaitScored("headers", zero, 3);
            assertThat(instance.isWorking()).isTrue();
            await().until(() -> !instance.spans().isEmpty());
            spans = instance.spans();
        }
        Headers recorded = scoreOf("headers", 0).headers();
        assertThat(header(recorded, "ce_type")).isEqualTo("io.tailkeeper.sample-scored.v1");
        assertThat(header(recorded, "ce_source")).isEqualTo("/tailkeeper/detector");
        assertThat(header(recorded, "tracestate")).isEqualTo("vendor=1");
        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("samples.collected.v1 process");
            assertThat(span.getTraceId()).isEqualTo(trace);
            assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(header(recorded, "traceparent")).isEqualTo("00-" + trace + "-" + span.getSpanId() + "-01");
        });
        assertThat(header(scoreOf("headers", 1).headers(), "traceparent"))
                .as("it goes through as it came")
                .isEqualTo(nobodyRecords);
        assertThat(scoreOf("headers", 2).headers().lastHeader("traceparent"))
                .as("no trace begins here")
                .isNull();
    }

    private static ProducerRecord<byte[], byte[]> traced(
            GenerationKey generation, int index, String text, String traceparent) {
        ProducerRecord<byte[], byte[]> sample = new ContractSerializer<SampleCollected>("test")
                .toRecord(Topics.SAMPLES_COLLECTED, Installation.sample(generation, index, text));
        sample.headers()
                .add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8))
                .add("tracestate", "vendor=1".getBytes(StandardCharsets.UTF_8));
        return sample;
    }

    private static ConsumerRecord<byte[], byte[]> scoreOf(String id, int index) {
        return installation.read(Topics.SAMPLES_SCORED.name()).stream()
                .filter(message -> new String(message.key(), StandardCharsets.UTF_8).equals(id + ":0:" + index)
                        && new String(message.value(), StandardCharsets.UTF_8).contains("\"" + id + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRefusedSampleIsAFailureInItsTrace() {
        GenerationKey zero = new GenerationKey("traced-letter", 0);
        String trace = "0af7651916cd43dd8448eb211c80319d";
        try (ScoringInstance instance = start("traced-letter")) {
            ProducerRecord<byte[], byte[]> poison = traced(zero, 0, "text", "00-" + trace + "-b7ad6b7169203331-01");
            installation.send(new ProducerRecord<>(
                    COLLECTED, null, poison.key(), "{\"no\": 1}".getBytes(StandardCharsets.UTF_8), poison.headers()));

            await().untilAsserted(() -> assertThat(instance.spans())
                    .filteredOn(span -> span.getTraceId().equals(trace))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                        assertThat(span.getStatus().getDescription()).contains("does not follow");
                    }));
        }
    }

    @Test
    void answersGenerationZeroAndWeakCalibrationsWithThePriorAndWithoutTheEncoder() {
        GenerationKey zero = new GenerationKey("prior", 0);
        GenerationKey weak = new GenerationKey("prior", 2);
        known.note(Installation.fit("prior", new FakeEncoder(), weak, false));
        try (ScoringInstance instance = start("prior")) {
            installation.send(Installation.sample(zero, 0, "human text"));
            installation.send(Installation.sample(weak, 0, "the robot text"));
            SampleScored first = awaitScored("prior", zero, 1).getFirst();
            assertThat(first.syntheticProbability()).isEqualTo(0.5);
            assertThat(first.logit()).isZero();
            assertThat(first.detectorVersion()).isEqualTo("prior");
            SampleScored second = awaitScored("prior", weak, 1).getFirst();
            assertThat(second.syntheticProbability()).isEqualTo(0.5);
            assertThat(second.detectorVersion()).hasSize(16);
            assertThat(encoder.encoded()).isZero();
            assertThat(instance.isWorking()).isTrue();
        }
    }

    @Test
    void aTextOnWhichTheModelFailsIsOneDeadLetterAndTheOthersAreScored() {
        GenerationKey generation = new GenerationKey("fragile", 1);
        calibrate("fragile", generation);
        try (ScoringInstance instance = start("fragile")) {
            for (int i = 0; i < 40; i++) {
                String text = i == 7 ? "it throws" : i == 23 ? "not a number" : "the robot text";
                installation.send(Installation.sample(generation, i, text));
            }
            awaitScored("fragile", generation, 38);
            await().until(() -> letters("detector fragile fails").size() == 2);
            assertThat(scored("fragile", generation))
                    .hasSize(38)
                    .extracting(scored -> scored.sample().text())
                    .containsOnly("the robot text");
            assertThat(letters("fragile:1:7: java.lang.IllegalStateException: cannot encode it throws"))
                    .singleElement()
                    .satisfies(letter -> assertThat(new String(letter.key(), StandardCharsets.UTF_8))
                            .isEqualTo("fragile:1:7"));
            assertThat(letters("fragile:1:23: a feature is no finite number")).hasSize(1);
            assertThat(instance.meters().get("tailkeeper.refused").counter().count())
                    .isGreaterThanOrEqualTo(2);
            assertThat(instance.meters().find("failures").counter()).isNull();
            assertThat(finished("fragile")).as("nobody requested the run").isEmpty();
        }
        try (ScoringInstance restarted = start("fragile")) {
            GenerationKey after = new GenerationKey("after-fragile", 0);
            installation.send(Installation.sample(after, 0, "human text"));
            awaitScored("fragile", after, 1);
            assertThat(letters("detector fragile fails")).as("over a restart").hasSize(2);
            assertThat(restarted.isWorking()).isTrue();
        }
    }

    @Test
    void aRunThatNeedsTheScoreOfARefusedTextEndsAndSaysWhichTextItIs() {
        known.note(Specifications.run("needs", null));
        GenerationKey generation = new GenerationKey("needs", 1);
        calibrate("encoder", generation);
        try (ScoringInstance instance = start("encoder")) {
            installation.send(Installation.sample(generation, 3, "it throws"));
            installation.send(Installation.sample(generation, 4, "the robot text"));
            await().until(() -> finished("needs").size() == 1);
            RunFinished failed = finished("needs").getFirst();
            assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(failed.reason()).contains("needs:1:3", "cannot encode it throws", "leave that text out");
            await().until(() -> letters("sample needs:1:3").size() == 1);
            assertThat(instance.isWorking()).isTrue();
        }
    }

    @Test
    void aBrokenModelIsSaidAndTriedAgainWithGrowingPausesAndNoTextIsBlamed() {
        GenerationKey generation = new GenerationKey("broken", 1);
        calibrate("broken", generation);
        encoder.failsOn("the ");
        try (ScoringInstance instance = start("broken")) {
            installation.send(Installation.sample(generation, 0, "the robot text"));
            await().until(() -> instance.meters().find("failures").counter() != null
                    && instance.meters().get("failures").counter().count() >= 3);
            assertThat(instance.problem()).hasValueSatisfying(problem -> assertThat(problem)
                    .contains("it failed and begins again", "cannot encode the quick brown fox"));
            assertThat(letters("detector broken")).isEmpty();
            encoder.heal();
            awaitScored("broken", generation, 1);
            await().until(instance::isWorking);
        }
    }

    @Test
    void aDetectorThatCannotJudgeEndsTheRunThatItDecidesAndGivesUpAnother() {
        GenerationKey generation = new GenerationKey("undecided", 1);
        GenerationKey marker = new GenerationKey("after-undecided", 0);
        known.note(Specifications.run("undecided", null));
        FakeEncoder damaged = new FakeEncoder();
        for (String id : List.of("shadow", "encoder")) {
            KnownRuns own = new KnownRuns();
            own.note(Specifications.run("undecided", null));
            own.note(Installation.fit(id, damaged, generation, true));
            RunDetector detector = new RunDetector(
                    id,
                    new UnusableEncoders("checkpoint model.safetensors is damaged; train the run again"),
                    Installation.detector(id, damaged).window());
            try (ScoringInstance instance = ScoringInstance.start(installation, id, detector, own)) {
                installation.send(Installation.sample(generation, 0, "some text"));
                installation.send(Installation.sample(marker, 0, "some text"));
                awaitScored(id, marker, 1);
                await().until(instance::isWorking);
            }
        }
        String reason = " cannot judge undecided:1: checkpoint model.safetensors is damaged; train the run again";
        assertThat(installation.givenUp()).contains("shadow undecided:1: the detector shadow" + reason);
        assertThat(finished("undecided"))
                .extracting(RunFinished::reason)
                .containsExactly("the detector encoder" + reason);
    }

    @Test
    void refusedRecordsGoToTheDeadLettersWithBytesAndReasonOnceOverARestart() {
        GenerationKey zero = new GenerationKey("poison", 0);
        String good = new String(
                new ContractSerializer<SampleCollected>("test")
                        .toRecord(Topics.SAMPLES_COLLECTED, Installation.sample(zero, 0, "text"))
                        .value(),
                StandardCharsets.UTF_8);
        List<byte[]> poisons = List.of(
                good.substring(0, 24).getBytes(StandardCharsets.UTF_8),
                good.replace("\"generation\":0", "\"generation\":1e999").getBytes(StandardCharsets.UTF_8),
                good.replace("text\"", "\u00ff\"").getBytes(StandardCharsets.ISO_8859_1),
                ("{\"pad\":\"" + "a".repeat(8_900_000) + "\"}").getBytes(StandardCharsets.UTF_8));
        RunDetector detector = Installation.detector("poison", encoder);
        try (ScoringInstance instance = ScoringInstance.restart(installation, "poison", detector, known)) {
            poisons.forEach(poison -> installation.send(COLLECTED, "poison", poison));
            installation.send(COLLECTED, "poison", null);
            installation.send(Installation.sample(zero, 1, "good text"));
            awaitScored("poison", zero, 1);
            await().until(() -> poisonLetters().size() == 5);
            assertThat(instance.isWorking()).isTrue();
        }
        try (ScoringInstance restarted = ScoringInstance.restart(installation, "poison", detector, known)) {
            installation.send(Installation.sample(zero, 2, "good text"));
            awaitScored("poison", zero, 2);
            assertThat(restarted.isWorking()).isTrue();
        }
        List<ConsumerRecord<byte[], byte[]>> letters = poisonLetters();
        assertThat(letters).hasSize(5);
        assertThat(letters.subList(0, 3))
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(poisons.subList(0, 3));
        assertThat(header(letters.get(0).headers(), DeadLetter.REASON)).contains("is not valid JSON");
        assertThat(header(letters.get(4).headers(), DeadLetter.REASON)).contains("has no body");
        assertThat(letters)
                .extracting(letter -> header(letter.headers(), DeadLetter.TOPIC))
                .containsOnly(COLLECTED);
    }

    private static List<ConsumerRecord<byte[], byte[]>> poisonLetters() {
        return installation.read(LETTERS).stream()
                .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals("poison"))
                .toList();
    }

    @Test
    void failsARunWhoseCalibrationNeverComesAndGoesOn() {
        GenerationKey generation = new GenerationKey("never", 3);
        GenerationKey next = new GenerationKey("after-never", 0);
        MutableClock clock = new MutableClock(Instant.parse("2026-11-21T08:00:00Z"));
        known.note(Installation.decidedBy("never", "never"));
        RunDetector detector = Installation.detector("never", encoder);
        try (ScoringInstance instance = ScoringInstance.start(installation, "never", detector, known, clock)) {
            installation.send(Installation.sample(generation, 0, "some text"));
            installation.send(Installation.sample(next, 0, "other text"));
            awaitScored("never", next, 1);
            await().until(() -> {
                clock.advance(Duration.ofMinutes(4));
                return finished("never").size() == 1;
            });
            RunFinished failed = finished("never").getFirst();
            assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(failed.service()).isEqualTo("detector");
            assertThat(failed.reason())
                    .contains("never:3", "samples.calibration.v1", "tailkeeper.detector.calibration-timeout");
            assertThat(scored("never", generation)).isEmpty();
            assertThat(instance.isWorking()).isTrue();
        }
    }

    @Test
    void dropsTheSamplesOfACancelledRun() {
        GenerationKey generation = new GenerationKey("cancelled", 1);
        GenerationKey marker = new GenerationKey("after-cancelled", 0);
        known.note(new RunFinished(
                "cancelled", RunFinished.Status.CANCELLED, "launcher", null, Instant.parse("2026-11-21T08:00:00Z")));
        try (ScoringInstance instance = start("cancelled")) {
            for (int i = 0; i < 20; i++) {
                installation.send(Installation.sample(generation, i, "some text"));
                installation.send(Installation.sample(marker, i, "some text"));
            }
            awaitScored("cancelled", marker, 20);
            assertThat(scored("cancelled", generation)).isEmpty();
            assertThat(finished("cancelled")).isEmpty();
            assertThat(instance.isWorking()).isTrue();
        }
    }
}
