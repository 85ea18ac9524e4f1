package io.tailkeeper.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.conformance.FakeDetector.Fault;
import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.CheckResult;
import io.tailkeeper.conformance.verdict.CheckResult.Outcome;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kit before detectors of known faults: each is found by its own check and by no other. */
class DetectorTrialBrokerTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);

    /** For faults that the kit waits for in vain. */
    private static final Duration IMPATIENT = Duration.ofMillis(2_500);

    private static final Set<Fault> SILENT = EnumSet.of(
            Fault.WRONG_ID,
            Fault.DROPS_ONE,
            Fault.IGNORES_GENERATION_ZERO,
            Fault.STOPS_AT_POISON,
            Fault.DROPS_POISON,
            Fault.SAYS_NOTHING_OF_ITSELF,
            Fault.COMMITS_TOO_EARLY);

    private static final Set<Fault> WHOLE = EnumSet.of(Fault.NONE, Fault.COMMITS_TOO_EARLY, Fault.UPSIDE_DOWN);

    private static KafkaBrokerResource broker;
    private static String servers;

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBrokerResource();
        servers = broker.start().get("kafka.bootstrap.servers");
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    private static ConformanceSettings settings(String detectorId, Duration timeout) {
        return new ConformanceSettings(
                servers, detectorId, timeout, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static LabelledTexts labelled() {
        return new LabelledTexts(
                IntStream.range(0, 80).mapToObj(Texts::human).toList(),
                IntStream.range(0, 80).mapToObj(Texts::machine).toList());
    }

    /** A trial of a detector; with restart and quality where the fault shows there. */
    private static List<CheckResult> judge(Fault fault) {
        String group = UUID.randomUUID().toString();
        AtomicReference<FakeDetector> detector = new AtomicReference<>(FakeDetector.start(servers, group, fault));
        Restart restart = limit -> {
            detector.get().close();
            detector.set(FakeDetector.start(servers, group, fault));
            return "";
        };
        Duration timeout = SILENT.contains(fault) ? IMPATIENT : PATIENT;
        try (Trial trial = new Trial(settings(FakeDetector.ID, timeout), "conformance-test-" + group)) {
            boolean whole = WHOLE.contains(fault);
            return new DetectorTrial(
                            trial,
                            whole ? Optional.of(restart) : Optional.empty(),
                            whole ? Optional.of(labelled()) : Optional.empty(),
                            result -> {})
                    .run();
        } finally {
            detector.get().close();
        }
    }

    private static List<Check> with(List<CheckResult> results, Outcome outcome) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(CheckResult::check)
                .toList();
    }

    private static CheckResult result(List<CheckResult> results, Check check) {
        return results.stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDetectorThatKeepsTheContractPassesEveryCheck() {
        List<CheckResult> results = judge(Fault.NONE);

        assertThat(results).extracting(CheckResult::check).containsExactly(Check.values());
        assertThat(with(results, Outcome.PASSED)).as("%s", results).hasSize(Check.values().length - 1);
        assertThat(results.getLast().seen()).contains("1000 of 1000");
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_KEY, KEY, has key \"conformance-test-",
        "ANSWERS_TWICE, ONCE, was sent once and answered 2 times",
        "DROPS_ONE, ANSWERED, 1 of 147 samples are not answered",
        "IGNORES_GENERATION_ZERO, ANSWERED, 12 of 147 samples are not answered",
        "DROPS_POISON, POISON, is 0 times on samples.collected.v1.detector.dlq",
        "TRIMS_DEAD_LETTERS, POISON, with other bytes",
        "MISSING_HEADER, HEADERS, header ce_type is missing",
        "EQUAL_CE_IDS, HEADERS, ce_id 1 stands on two answers",
        "OUT_OF_RANGE, SCHEMA, /syntheticProbability: must have a maximum value of 1",
        "NAN, SCHEMA, SampleScored is not valid JSON",
        "TRIMS_TEXT, SAMPLE, came back as",
        "DROPS_A_FIELD, SAMPLE, referenceOverlap=null",
        "ROLLS_DICE, REPEATABLE, of the same text",
        "SAYS_NOTHING_OF_ITSELF, CALIBRATION, no record with key",
        "UPSIDE_DOWN, QUALITY, AUROC 0.0",
    })
    void aFaultIsFoundByItsCheck(Fault fault, Check check, String seen) {
        List<CheckResult> results = judge(fault);

        assertThat(with(results, Outcome.FAILED)).as("%s", results).contains(check);
        assertThat(result(results, check).seen()).contains(seen);
        assertThat(result(results, check).mend()).isNotBlank();
        assertThat(with(results, Outcome.FAILED)).as("%s", results).isSubsetOf(consequences(fault, check));
    }

    /** The check itself, and those that cannot but fail with it. */
    private static List<Check> consequences(Fault fault, Check check) {
        return switch (fault) {
            case ROLLS_DICE -> List.of(check, Check.DUPLICATES);
            case ANSWERS_TWICE -> List.of(check, Check.HEADERS, Check.DUPLICATES);
            default -> List.of(check);
        };
    }

    @Test
    void aDetectorUnderAnotherIdIsNamedAndNothingElseIsTried() {
        List<CheckResult> results = judge(Fault.WRONG_ID);

        assertThat(with(results, Outcome.FAILED)).containsExactly(Check.ANSWERED);
        assertThat(results.getFirst().seen()).contains("under somebody-else and none under little-words");
        assertThat(with(results, Outcome.NOT_RUN)).hasSize(Check.values().length - 1);
    }

    @Test
    void aDetectorThatStopsAtPoisonIsNotAskedAgain() {
        List<CheckResult> results = judge(Fault.STOPS_AT_POISON);

        assertThat(with(results, Outcome.FAILED)).containsExactly(Check.POISON, Check.GOES_ON);
        assertThat(with(results, Outcome.NOT_RUN)).containsExactly(Check.RESTART, Check.QUALITY, Check.THROUGHPUT);
    }

    @Test
    void twoDetectorsThatShareTheDeadLettersMustBothRefuse() {
        String group = UUID.randomUUID().toString();
        try (FakeDetector right = FakeDetector.start(servers, group, Fault.WRONG_ID);
                FakeDetector wrong = FakeDetector.start(servers, group + "-2", Fault.DROPS_POISON);
                Trial trial = new Trial(settings(FakeDetector.ID, IMPATIENT), "conformance-test-" + group)) {
            List<CheckResult> results =
                    new DetectorTrial(trial, Optional.empty(), Optional.empty(), result -> {}).run();

            assertThat(with(results, Outcome.FAILED)).containsExactly(Check.POISON);
            assertThat(result(results, Check.POISON).seen())
                    .contains("is 1 times on")
                    .contains("for 2 detectors: little-words, somebody-else");
            assertThat(with(results, Outcome.NOT_RUN)).containsExactly(Check.RESTART, Check.QUALITY);
            assertThat(right).isNotSameAs(wrong);
        }
    }

    @Test
    void aRestartThatLosesSamplesIsFound() {
        List<CheckResult> results = judge(Fault.COMMITS_TOO_EARLY);

        assertThat(with(results, Outcome.FAILED)).as("%s", results).containsExactly(Check.RESTART);
        assertThat(result(results, Check.RESTART).seen()).contains("samples are not answered");
    }

    @Test
    void itsRunsAreEndedWhateverHappened() {
        String runId = "conformance-test-" + UUID.randomUUID();
        Trial trial = new Trial(settings("nobody", IMPATIENT), runId);
        List<CheckResult> results = new DetectorTrial(trial, Optional.empty(), Optional.empty(), result -> {}).run();
        trial.close();

        assertThat(with(results, Outcome.FAILED)).containsExactly(Check.ANSWERED);
        assertThat(results.getFirst().mend()).contains("start the detector");
        assertThat(ended()).contains(runId + "-ordinary");
    }

    private static List<String> ended() {
        TopicPartition ends = new TopicPartition(Topics.RUNS_FINISHED.name(), 0);
        List<String> runs = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(ends));
            reader.seekToBeginning(List.of(ends));
            long end = reader.endOffsets(List.of(ends)).get(ends);
            while (reader.position(ends) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(message -> {
                    RunFinished finished = ContractJson.read(Topics.RUNS_FINISHED, message.value());
                    assertThat(finished.status()).isEqualTo(RunFinished.Status.CANCELLED);
                    runs.add(finished.runId());
                });
            }
        }
        return runs;
    }
}
