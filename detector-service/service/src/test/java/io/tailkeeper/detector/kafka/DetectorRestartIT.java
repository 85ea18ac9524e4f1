package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart of the packaged service under the same name finds again in Kafka. */
class DetectorRestartIT {

    private Installation installation;

    @TempDir
    Path folder;

    @BeforeEach
    void startBroker() {
        installation = Installation.start();
    }

    @AfterEach
    void stopBroker() {
        installation.close();
    }

    private DetectorProcess start() {
        return DetectorProcess.start(installation.servers(), folder);
    }

    /** Runs a detector until an assertion holds, and kills it. */
    private void killWhen(ThrowingRunnable assertion) {
        DetectorProcess detector = start();
        try {
            await().untilAsserted(assertion);
        } finally {
            detector.kill();
        }
    }

    @Test
    void killedInTheMiddleItScoresEverySampleExactlyOnceAndFitsTheSameDetector() {
        GenerationKey generation = new GenerationKey("killed", 1);
        GenerationKey whole = new GenerationKey("whole", 1);
        GenerationKey prior = new GenerationKey("killed", 0);
        List<CalibrationSample> part = Installation.part(generation, 60, true);
        for (int i = 0; i < 150; i++) {
            installation.send(Installation.sample(prior, i, "the human text"));
            installation.send(Installation.sample(generation, i, i % 2 == 0 ? "the robot text" : "the human text"));
        }
        part.subList(0, 30).forEach(installation::send);
        killWhen(() -> assertThat(installation.scored(prior)).hasSizeGreaterThan(20));
        part.subList(30, 60).forEach(installation::send);
        killWhen(() -> assertThat(installation.scored(generation)).hasSizeGreaterThan(20));
        Installation.part(whole, 60, true).forEach(installation::send);
        killWhen(() -> {
            assertThat(installation.scored(generation).size()
                            + installation.scored(prior).size())
                    .isGreaterThanOrEqualTo(300);
            assertThat(installation.calibrations(whole)).isNotEmpty();
        });

        assertThat(installation.scored(prior)).hasSize(150);
        assertThat(installation.scored(generation))
                .hasSize(150)
                .extracting(scored -> scored.sample().sampleId())
                .doesNotHaveDuplicates();
        assertThat(installation.calibrations(generation))
                .extracting(DetectorCalibrated::detectorVersion)
                .containsOnly(installation.calibrations(whole).getFirst().detectorVersion());
    }

    @Tag("long")
    @Test
    void stoppedInTheMiddleOfAPartItGoesOnWithItAndCommitsToTheEnd() {
        GenerationKey generation = new GenerationKey("stopped", 1);
        List<CalibrationSample> part = Installation.part(generation, 60, true);
        part.subList(0, 30).forEach(installation::send);
        try (DetectorProcess first = start()) {
            await().until(first::isReady);
            await().until(() -> lag() == 30);
        }
        try (DetectorProcess second = start()) {
            part.subList(30, 60).forEach(installation::send);
            await().until(() -> !installation.calibrations(generation).isEmpty());
            await().until(() -> lag() == 0);
            assertThat(second.isAlive()).isTrue();
        }
        assertThat(installation.calibrations(generation).getFirst().quality().samples())
                .isEqualTo(60);
    }

    private long lag() {
        return installation.lag("detector-calibration.ngrams", Topics.SAMPLES_CALIBRATION.name());
    }

    @Tag("long")
    @Test
    void wrongRecordsAreRefusedOnceOverRestarts() {
        byte[] large = ("{\"pad\":\"" + "a".repeat(8_900_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] number = "{\"runId\":1e999}".getBytes(StandardCharsets.UTF_8);
        List<Topic<?>> topics = List.of(
                Topics.SAMPLES_COLLECTED,
                Topics.SAMPLES_CALIBRATION,
                Topics.RUNS_REQUESTED,
                Topics.RUNS_FINISHED,
                Topics.GENERATIONS_TRAINED,
                Topics.DETECTORS_CALIBRATED);
        topics.forEach(topic -> {
            installation.send(topic.name(), "wrong", number);
            installation.send(topic.name(), "wrong", large);
        });
        // What is incomplete is read again at each start, and what was refused behind it too.
        Installation.part(new GenerationKey("wrong", 1), 40, true).subList(0, 5).forEach(installation::send);
        for (Topic<?> topic : List.of(Topics.SAMPLES_COLLECTED, Topics.SAMPLES_CALIBRATION)) {
            installation.send(topic.name(), "wrong", null);
        }
        for (int session = 0; session < 3; session++) {
            GenerationKey marker = new GenerationKey("wrong-session-" + session, 0);
            killWhen(() -> topics.forEach(
                    topic -> assertThat(letters(topic)).as(topic.name()).hasSizeGreaterThanOrEqualTo(2)));
            installation.send(Installation.sample(marker, 0, "human text"));
            killWhen(() -> assertThat(installation.scored(marker)).hasSize(1));
        }
        topics.forEach(topic -> assertThat(letters(topic))
                .as(topic.name())
                .hasSize(topic.compacted() ? 2 : 3)
                .extracting(letter -> letter.value() == null ? 0 : letter.value().length)
                .contains(number.length));
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(Topic<?> topic) {
        return installation.read(topic.deadLetter("detector")).stream()
                .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals("wrong"))
                .toList();
    }
}
