package io.tailkeeper.detector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.RedisServerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.Supervision;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with several detectors, of which a run selects with {@code encoder}, on a real broker. */
@QuarkusTest
@TestProfile(FakeDetectors.Profile.class)
@QuarkusTestResource(KafkaBrokerResource.class)
@QuarkusTestResource(RedisServerResource.class)
class CalibrationBrokerTest {

    private static final String CALIBRATION = Topics.SAMPLES_CALIBRATION.name();
    private static final String LETTERS = Topics.SAMPLES_CALIBRATION.deadLetter("detector");
    private static final String GROUP = "detector-calibration.encoder+entropy-rate+likelihood+ngrams";

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> connection;

    @Inject
    Supervision supervision;

    private Installation installation;

    @BeforeEach
    void connect() {
        installation = Installation.at(connection);
    }

    @AfterEach
    void everythingWorks() {
        installation.close();
        await().untilAsserted(() -> assertThat(supervision.problems()).isEmpty());
        assertThat(supervision.failure()).isEmpty();
    }

    private void request(String runId) {
        installation.send(Topics.RUNS_REQUESTED, Specifications.run(runId, null));
    }

    private List<RunFinished> finished(String runId) {
        return installation.read(Topics.RUNS_FINISHED).stream()
                .filter(finished -> finished.runId().equals(runId))
                .toList();
    }

    private List<SampleScored> awaitScored(String id, GenerationKey generation, int count) {
        await().until(() -> scored(id, generation).size() >= count);
        return scored(id, generation);
    }

    private List<SampleScored> scored(String id, GenerationKey generation) {
        return installation.scored(generation).stream()
                .filter(scored -> scored.detectorId().equals(id))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void everyDetectorCalibratesAndScoresUnderItsOwnIdAndOneThatCannotIsGivenUp() {
        GenerationKey generation = new GenerationKey("shadowed", 1);
        request("shadowed");
        for (int i = 0;
                i < 20;
                i++) { // the samples before their calibration, which comes out of order and in part twice
            installation.send(Installation.sample(generation, i, i < 10 ? "the robot text" : "the human text"));
        }
        List<CalibrationSample> part = Installation.part(generation, 80, true);
        part.reversed().forEach(installation::send);
        part.subList(0, 10).forEach(installation::send);

        await().until(() -> installation.scored(generation).size() >= 60);

        Map<String, DetectorCalibrated> calibrated = installation.calibrations(generation).stream()
                .collect(Collectors.toMap(DetectorCalibrated::detectorId, detector -> detector));
        assertThat(calibrated).containsOnlyKeys("encoder", "ngrams", "entropy-rate");
        assertThat(calibrated.get("encoder").quality().samples()).isEqualTo(80);
        assertThat(calibrated.get("encoder").quality().auroc()).isBetween(0.8, 0.95);
        Map<String, List<SampleScored>> scored =
                installation.scored(generation).stream().collect(Collectors.groupingBy(SampleScored::detectorId));
        assertThat(scored).containsOnlyKeys("encoder", "ngrams", "entropy-rate");
        scored.forEach((id, samples) -> assertThat(samples).as(id).hasSize(20).allSatisfy(sample -> {
            assertThat(sample.detectorVersion()).isEqualTo(calibrated.get(id).detectorVersion());
            assertThat(sample.syntheticProbability() > 0.5)
                    .isEqualTo(sample.sample().text().contains("robot"));
        }));
        assertThat(finished("shadowed")).as("only a shadow cannot judge").isEmpty();
    }

    @Test
    void aTextOnWhichAModelFailsIsRefusedAndThePartIsFittedWithoutIt() {
        GenerationKey generation = new GenerationKey("fragile", 1);
        request("fragile");
        for (CalibrationSample sample : Installation.part(generation, 80, true)) {
            String text = sample.index() == 5 ? "it throws" : sample.text();
            installation.send(new CalibrationSample(
                    "fragile", 1, sample.part(), sample.index(), sample.total(), "", text, sample.machineWritten()));
        }
        await().until(() -> installation.calibrations(generation).size() == 3);
        assertThat(installation.calibrations(generation))
                .filteredOn(detector -> detector.detectorId().equals("encoder"))
                .singleElement()
                .satisfies(detector -> assertThat(detector.quality().samples()).isEqualTo(78));
        await().until(() -> letters("fails on that of sample 5 of fragile:1").size() == 1);
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(String reason) {
        return installation.read(LETTERS).stream()
                .filter(letter -> header(letter, DeadLetter.REASON).contains(reason))
                .toList();
    }

    @Test
    void wrongRecordsAreRefusedOnceByAllDetectorsTogetherAndOthersGoOn() {
        GenerationKey generation = new GenerationKey("poison", 1);
        List<CalibrationSample> part = Installation.part(generation, 80, true);
        String good = new String(
                new ContractSerializer<CalibrationSample>("test")
                        .toRecord(Topics.SAMPLES_CALIBRATION, part.getFirst())
                        .value(),
                StandardCharsets.UTF_8);
        List<byte[]> poisons = List.of(
                good.substring(0, 24).getBytes(StandardCharsets.UTF_8),
                good.replace("\"generation\":1", "\"generation\":1e999").getBytes(StandardCharsets.UTF_8),
                good.replace("the ", "\u00ff").getBytes(StandardCharsets.ISO_8859_1),
                good.replace("\"total\":80", "\"total\":70").getBytes(StandardCharsets.UTF_8),
                ("{\"pad\":\"" + "a".repeat(8_900_000) + "\"}").getBytes(StandardCharsets.UTF_8));
        request("poison");
        part.subList(0, 40).forEach(installation::send);
        poisons.forEach(poison -> installation.send(CALIBRATION, generation.toString(), poison));
        installation.send(CALIBRATION, generation.toString(), null);
        part.subList(40, 80).forEach(installation::send);

        await().until(() -> installation.calibrations(generation).size() == 3);
        await().until(() -> poisonLetters(generation).size() == 6);
        List<ConsumerRecord<byte[], byte[]>> letters = poisonLetters(generation);
        assertThat(letters.subList(0, 3))
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(poisons.subList(0, 3));
        assertThat(letters)
                .extracting(letter -> header(letter, DeadLetter.REASON))
                .anySatisfy(reason -> assertThat(reason).contains("total: 70 contradicts the 80"))
                .anySatisfy(reason -> assertThat(reason).contains("has no body"));
    }

    private List<ConsumerRecord<byte[], byte[]>> poisonLetters(GenerationKey generation) {
        return installation.read(LETTERS).stream()
                .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(generation.toString()))
                .filter(letter -> !header(letter, DeadLetter.REASON).contains("fails on that"))
                .toList();
    }

    @Test
    void wrongRecordsOnTheTopicsOfStateAreRefusedToo() {
        byte[] poison = "{\"runId\":1e999}".getBytes(StandardCharsets.UTF_8);
        for (String topic : List.of(
                Topics.RUNS_REQUESTED.name(),
                Topics.RUNS_FINISHED.name(),
                Topics.GENERATIONS_TRAINED.name(),
                Topics.DETECTORS_CALIBRATED.name())) {
            installation.send(topic, "poison", poison);
            await().untilAsserted(() -> assertThat(installation.read(topic + ".detector.dlq"))
                    .as(topic)
                    .singleElement()
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(poison));
        }
    }

    @Test
    void theGroupsHaveNoLagWhenEverythingIsDoneAndOneWhileAPartIsIncomplete() {
        GenerationKey whole = new GenerationKey("lag", 1);
        GenerationKey half = new GenerationKey("lag-half", 1);
        request("lag");
        request("lag-half");
        Installation.part(whole, 40, true).forEach(installation::send);
        await().until(() -> installation.calibrations(whole).size() == 3);
        await().until(() -> installation.lag(GROUP, CALIBRATION) == 0);
        List<CalibrationSample> part = Installation.part(half, 40, true);
        part.subList(0, 30).forEach(installation::send);
        await().until(() -> installation.lag(GROUP, CALIBRATION) == 30);
        part.subList(30, 40).forEach(installation::send);
        await().until(() -> installation.lag(GROUP, CALIBRATION) == 0);
        GenerationKey zero = new GenerationKey("lag", 0);
        installation.send(Installation.sample(zero, 0, "human text"));
        for (String id : List.of("encoder", "ngrams", "entropy-rate")) {
            awaitScored(id, zero, 1);
        }
    }

    @Test
    void aRunWhoseOwnDetectorCannotJudgeFailsWithTheReason() {
        GenerationKey generation = new GenerationKey("undecided", 1);
        installation.send(Topics.RUNS_REQUESTED, Installation.decidedBy("likelihood", "undecided"));
        Installation.part(generation, 80, true).forEach(installation::send);
        await().until(() -> !finished("undecided").isEmpty());
        RunFinished failed = finished("undecided").getFirst();
        assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(failed.reason())
                .isEqualTo("the detector likelihood cannot judge undecided:1: checkpoint model.safetensors is damaged;"
                        + " train the run again");
    }
}
