package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.LengthWindow;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.entropy.EntropyRateEncoder;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.ngram.NgramEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several detectors in one instance, of which a run selects with {@code encoder}. */
class ShadowBrokerTest {

    private static Installation installation;

    @BeforeAll
    static void startBroker() {
        installation = Installation.start();
    }

    @AfterAll
    static void stopBroker() {
        installation.close();
    }

    /** Cannot judge anything, as one whose checkpoint is damaged. */
    private static RunDetector broken(String id) {
        GenerationEncoders encoders = new GenerationEncoders() {
            @Override
            public int dimension() {
                return 4;
            }

            @Override
            public Encoder of(GenerationKey generation) {
                throw new DataException("checkpoint model.safetensors is damaged; train the run again");
            }

            @Override
            public void close() {}
        };
        return new RunDetector(id, encoders, LengthWindow.DEFAULT);
    }

    private static DetectorLoops start(String instance, RunDetector... detectors) {
        List<RunDetector> all = List.of(detectors);
        DetectorLoops loops = new DetectorLoops(
                installation.clients(instance, false),
                all,
                DetectorBook.of(all),
                Clock.systemUTC(),
                Duration.ofMinutes(10));
        loops.start();
        return loops;
    }

    private static void request(String runId) {
        RunRequested run = Specifications.run(runId, null);
        try (ContractSerializer<RunRequested> serializer = new ContractSerializer<RunRequested>()) {
            installation.send(Topics.RUNS_REQUESTED, runId, run, serializer);
        }
    }

    private static List<RunFinished> finished(String runId) {
        return installation.read(Topics.RUNS_FINISHED).stream()
                .filter(finished -> finished.runId().equals(runId))
                .toList();
    }

    @Test
    void everyDetectorCalibratesAndScoresUnderItsOwnIdAndOneThatCannotIsGivenUp() {
        GenerationKey generation = new GenerationKey("shadowed", 1);
        request("shadowed");
        try (DetectorLoops loops = start(
                "shadows",
                Installation.detector("encoder", new FakeEncoder()),
                Installation.detector("linear", new NgramEncoder()),
                Installation.detector("entropy-rate", new EntropyRateEncoder()),
                broken("likelihood"))) {
            Installation.part(generation, 80, true).forEach(installation::send);
            for (int i = 0; i < 20; i++) {
                installation.send(Installation.sample(generation, i, i < 10 ? "the robot text" : "the human text"));
            }
            await().until(() -> installation.scored(generation).size() >= 60);
            Map<String, DetectorCalibrated> calibrated = installation.read(Topics.DETECTORS_CALIBRATED).stream()
                    .collect(Collectors.toMap(DetectorCalibrated::detectorId, detector -> detector));
            assertThat(calibrated).containsOnlyKeys("encoder", "linear", "entropy-rate");
            Map<String, List<SampleScored>> scored =
                    installation.scored(generation).stream().collect(Collectors.groupingBy(SampleScored::detectorId));
            assertThat(scored).containsOnlyKeys("encoder", "linear", "entropy-rate");
            scored.forEach(
                    (id, samples) -> assertThat(samples).as(id).hasSize(20).allSatisfy(sample -> {
                        assertThat(sample.detectorVersion())
                                .isEqualTo(calibrated.get(id).detectorVersion());
                        assertThat(sample.syntheticProbability() > 0.5)
                                .isEqualTo(sample.sample().text().contains("robot"));
                    }));
            assertThat(finished("shadowed")).as("only a shadow cannot judge").isEmpty();
            assertThat(loops.all()).hasSize(9).allMatch(SupervisedLoop::isWorking);
        }
    }

    @Test
    void aRunWhoseOwnDetectorCannotJudgeFailsWithTheReason() {
        GenerationKey generation = new GenerationKey("undecided", 1);
        request("undecided");
        try (DetectorLoops loops = start("undecided", broken("encoder"))) {
            Installation.part(generation, 80, true).forEach(installation::send);
            await().until(() -> !finished("undecided").isEmpty());
            RunFinished failed = finished("undecided").getFirst();
            assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(failed.reason())
                    .isEqualTo("the detector encoder cannot judge undecided:1: checkpoint model.safetensors is damaged;"
                            + " train the run again");
            assertThat(loops.all()).isNotEmpty().allMatch(SupervisedLoop::isAlive);
        }
    }
}
