package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.Topics;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More parts at once than memory is meant for, on a real broker. */
@QuarkusTest
@TestProfile(CalibrationMemoryBrokerTest.LittleMemory.class)
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(RedisServerResource.class)
class CalibrationMemoryBrokerTest {

    private static final int TOTAL = 80;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> connection;

    /** The features of one part have 640 KiB. */
    public static final class LittleMemory implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tailkeeper.detector.detectors", "ngrams",
                    "tailkeeper.detector.calibration-memory", "700K");
        }
    }

    @Test
    void partsThatFindNoRoomAreReadAgainWhenThereIsSome() {
        List<GenerationKey> generations = List.of(
                new GenerationKey("memory-a", 1), new GenerationKey("memory-b", 1), new GenerationKey("memory-c", 1));
        try (Installation installation = Installation.at(connection)) {
            for (GenerationKey generation : generations) {
                installation.send(Topics.RUNS_REQUESTED, Specifications.run(generation.runId(), null));
                part(generation).subList(0, TOTAL - 1).forEach(installation::send);
            }
            generations.forEach(generation -> installation.send(part(generation).getLast()));

            await().until(() -> installation.read(Topics.DETECTORS_CALIBRATED).size() == generations.size());

            assertThat(installation.read(Topics.DETECTORS_CALIBRATED))
                    .extracting(DetectorCalibrated::generationKey)
                    .containsExactlyInAnyOrderElementsOf(generations);
            assertThat(installation.read(Topics.DETECTORS_CALIBRATED))
                    .extracting(detector -> detector.quality().samples())
                    .containsOnly(TOTAL);
            await().until(() ->
                    installation.lag("detector-calibration.ngrams", Topics.SAMPLES_CALIBRATION.name()) == 0);
        }
    }

    private static List<CalibrationSample> part(GenerationKey generation) {
        return Installation.part(generation, TOTAL, true);
    }
}
