package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.FakeEncoder;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a restart under the same instance id finds again in Kafka. */
class DetectorRestartBrokerTest {

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

    private DetectorLoops start() {
        return Installation.start(installation.clients("restarted", true), Installation.detector("encoder", encoder));
    }

    @Test
    void aRunThatWaitsHoldsUpNoOther() {
        GenerationKey waiting = new GenerationKey("waits", 1);
        GenerationKey other = new GenerationKey("goes-on", 0);
        try (DetectorLoops loops = start()) {
            for (int i = 0; i < 30; i++) {
                installation.send(Installation.sample(waiting, i, "the robot text"));
                installation.send(Installation.sample(other, i, "the human text"));
            }
            installation.awaitScored(other, 30);
            assertThat(installation.scored(waiting)).isEmpty();
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
        try (DetectorLoops restarted = start()) {
            Installation.part(waiting, 40, true).forEach(installation::send);
            assertThat(installation.awaitScored(waiting, 30)).hasSize(30);
            assertThat(installation.scored(other)).as("scored exactly once").hasSize(30);
            assertThat(restarted.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
    }

    @Test
    void fitsTheSameDetectorAfterARestartInTheMiddleOfAPart() {
        GenerationKey whole = new GenerationKey("whole", 1);
        GenerationKey broken = new GenerationKey("broken", 1);
        List<CalibrationSample> part = Installation.part(broken, 60, true);
        try (DetectorLoops first = start()) {
            Installation.part(whole, 60, true).forEach(installation::send);
            part.subList(0, 30).forEach(installation::send);
            await().until(() -> !installation.calibrations(whole).isEmpty() && encoder.encoded() >= 90);
            assertThat(first.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
        try (DetectorLoops second = start()) {
            part.subList(30, 60).forEach(installation::send);
            await().until(() -> !installation.calibrations(broken).isEmpty());
            assertThat(second.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
        DetectorCalibrated expected = installation.calibrations(whole).getFirst();
        assertThat(installation.calibrations(broken).getFirst().head()).isEqualTo(expected.head());
        assertThat(installation.calibrations(broken).getFirst().detectorVersion())
                .isEqualTo(expected.detectorVersion());
    }

    @Test
    void killedInTheMiddleItScoresEverySampleExactlyOnceAndFitsTheSameDetector() {
        GenerationKey generation = new GenerationKey("killed", 1);
        GenerationKey prior = new GenerationKey("killed", 0);
        List<CalibrationSample> part = Installation.part(generation, 60, true);
        for (int i = 0; i < 150; i++) {
            installation.send(Installation.sample(prior, i, "the human text"));
            installation.send(Installation.sample(generation, i, i % 2 == 0 ? "the robot text" : "the human text"));
        }
        part.subList(0, 30).forEach(installation::send);
        killOnce(() -> assertThat(installation.scored(prior)).hasSizeGreaterThan(20));
        part.subList(30, 60).forEach(installation::send);
        killOnce(() -> assertThat(installation.scored(generation)).hasSizeGreaterThan(20));
        killOnce(() -> assertThat(installation.scored(generation).size()
                        + installation.scored(prior).size())
                .isGreaterThanOrEqualTo(300));

        assertThat(installation.scored(prior)).hasSize(150);
        assertThat(installation.scored(generation))
                .hasSize(150)
                .extracting(scored -> scored.sample().sampleId())
                .doesNotHaveDuplicates();
        assertThat(installation.calibrations(generation).stream()
                        .map(DetectorCalibrated::detectorVersion)
                        .distinct())
                .hasSize(1);
    }

    /** Runs a detector until an assertion holds, and kills it. */
    private static void killOnce(ThrowingRunnable assertion) {
        Process detector = DetectorProcess.start(installation.servers(), "restarted");
        try {
            await().atMost(Duration.ofSeconds(40)).untilAsserted(assertion); // a whole Java starts, on a busy machine
        } finally {
            detector.destroyForcibly();
            detector.onExit().join();
        }
    }
}
