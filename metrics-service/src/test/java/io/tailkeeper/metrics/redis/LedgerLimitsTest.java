package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.LedgerEntries;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.view.RunState;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What anybody can name: it is bounded, and what belongs to no run is refused with a reason. */
class LedgerLimitsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final FakeRun RUN = new FakeRun("run", "tiny", "base", null, 1);

    private TestLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
    }

    private static List<LedgerEntry> strangers(int first, int runs) {
        return IntStream.range(first, first + runs)
                .<LedgerEntry>mapToObj(number -> TestLedger.collected("stranger-" + number, "sample"))
                .toList();
    }

    private static String reason(SortedMap<Integer, RejectedMessageException> refused) {
        return refused.get(refused.firstKey()).getMessage();
    }

    @Test
    void entriesWaitForTheirRunsRequestAndCountWhenItComes() {
        List<Object> early = new ArrayList<>(RUN.messages());
        early.removeIf(message -> message instanceof RunRequested || message instanceof GenerationTrained);
        ledger.record(early);
        assertThat(ledger.keys()).contains("tailkeeper:early:run").doesNotContain("tailkeeper:ledger:run");

        ledger.record(RUN.request());
        ledger.record(RUN.trained(0), RUN.trained(1));
        ledger.work(TestLedger.NOW);

        assertThat(ledger.measures).hasSize(2);
        assertThat(ledger.measures.getFirst().books().balanced()).isTrue();
        assertThat(ledger.keys().filter(key -> key.startsWith("tailkeeper:early")))
                .isEmpty();
    }

    @Test
    void runsThatNobodyRequestedAreBoundedInNumber() {
        assertThat(ledger.enter(strangers(0, LedgerLimits.MAX_EARLY_RUNS))).isEmpty();

        SortedMap<Integer, RejectedMessageException> refused = ledger.enter(strangers(100, 2));

        assertThat(refused).hasSize(2);
        assertThat(reason(refused)).contains("nobody has requested the run stranger-100", "publish its RunRequested");
        assertThat(ledger.enter(strangers(3, 1))).as("one of those that wait").isEmpty();
        assertThat(ledger.enter(List.of(new LedgerEntry.Requested(RUN.request()))))
                .isEmpty();
    }

    @Test
    void whatWaitsForOneRequestIsBoundedInBytes() {
        String text = "t".repeat(100_000);
        List<LedgerEntry> texts = IntStream.range(0, 60)
                .<LedgerEntry>mapToObj(index ->
                        new LedgerEntry.Text(new GenerationKey("stranger", 1), index, 60, false, text, null, null))
                .toList();
        ledger.enter(texts.subList(0, 30));
        ledger.enter(texts.subList(30, 45));

        SortedMap<Integer, RejectedMessageException> refused = ledger.enter(texts.subList(45, 60));

        assertThat(refused).hasSize(15);
        assertThat(reason(refused)).contains("bytes wait for its request already");
    }

    @Test
    void aRunThatEndsUnrequestedLeavesNothingBehind() {
        ledger.enter(strangers(0, LedgerLimits.MAX_EARLY_RUNS));
        ledger.record(IntStream.range(0, LedgerLimits.MAX_EARLY_RUNS)
                .mapToObj(number -> ended("stranger-" + number))
                .toList());

        assertThat(ledger.keys().filter(key -> key.startsWith("tailkeeper:early")))
                .isEmpty();
        assertThat(ledger.enter(strangers(0, 3))).as("late ones").isEmpty();
        assertThat(ledger.keys().filter(key -> key.startsWith("tailkeeper:early")))
                .isEmpty();
    }

    @Test
    void endsOfUnrequestedRunsAreBoundedAndTheNewestAreKnownWhenTheRequestComes() {
        ledger.record(IntStream.range(0, 1_010)
                .mapToObj(number -> ended("ended-" + number))
                .toList());
        ledger.record(ended("run"));
        assertThat(ledger.keys().filter(key -> key.startsWith("tailkeeper:ledger:")))
                .hasSize(1_000);

        ledger.record(RUN.request());

        assertThat(ledger.findRun("run").orElseThrow().state()).isEqualTo(RunState.FAILED);
    }

    private static RunFinished ended(String runId) {
        return new RunFinished(runId, RunFinished.Status.FAILED, "trainer", "disk full", TestLedger.NOW);
    }

    @Test
    void generationsThatTheRunDoesNotAskForAreRefused() {
        ledger.record(RUN.request());

        SortedMap<Integer, RejectedMessageException> refused = ledger.enter(List.of(
                new LedgerEntry.Collected(new GenerationKey("run", 2), "a"),
                new LedgerEntry.Text(
                        new GenerationKey("run", 2), 0, 64, false, "the last model's own words", null, null),
                new LedgerEntry.Text(new GenerationKey("run", 3), 0, 64, false, "nobody's", null, null)));

        assertThat(refused).containsOnlyKeys(0, 2);
        assertThat(reason(refused)).isEqualTo("run:2: the run asks for generations 0 to 1 and no others");
    }

    @Test
    void aHugeIndexTakesNoMoreRoomThanAnyOtherId() {
        ledger.record(RUN.request());
        ledger.enter(List.of(
                TestLedger.collected("run", "run:0:16777215"),
                TestLedger.collected("run", "run:0:99"),
                new LedgerEntry.Batch(new GenerationKey("run", 1), LedgerLimits.MAX_BATCHES - 1, null),
                scored("a", "run:1:16777215")));

        assertThat(ledger.findRun("run").orElseThrow().progress().getFirst().collected())
                .isEqualTo(2);
        List<Long> sizes = ledger.keys()
                .filter(key -> key.startsWith("tailkeeper:ledger:run:"))
                .map(key -> REDIS.calls().call(Command.MEMORY, "USAGE", key).toLong())
                .toList();
        assertThat(sizes).hasSizeGreaterThan(3).allMatch(bytes -> bytes < 1_000);
    }

    @Test
    void aBatchBeyondTheLargestSequenceNumberIsRefused() {
        ledger.record(RUN.request());

        assertThat(reason(ledger.enter(
                        List.of(new LedgerEntry.Batch(new GenerationKey("run", 1), LedgerLimits.MAX_BATCHES, null)))))
                .contains("beyond the largest sequence number that is counted, 16777215");
    }

    @Test
    void detectorsOfAGenerationAreBoundedButTheDecidingOneAlwaysFindsRoom() {
        ledger.record(RUN.request());
        List<LedgerEntry> shadows = IntStream.range(0, LedgerLimits.MAX_DETECTORS + 1)
                .<LedgerEntry>mapToObj(number -> scored("shadow-" + number, "run:1:0"))
                .toList();

        assertThat(reason(ledger.enter(shadows))).contains("run:1 has scores of 32 detectors already", "shadow-32");
        assertThat(ledger.enter(List.of(scored("encoder", "run:1:0")))).isEmpty();
        assertThat(ledger.findRun("run").orElseThrow().detectors()).hasSize(LedgerLimits.MAX_DETECTORS + 1);
    }

    private static LedgerEntry scored(String detectorId, String sampleId) {
        return new LedgerEntry.Scored(new GenerationKey("run", 1), detectorId, sampleId, 0.5, Provenance.Source.HUMAN);
    }

    @Test
    void samplesBesideThePoolAreBounded() {
        ledger.record(RUN.request());
        int most = 2 * 64 + LedgerLimits.SAMPLES_BESIDE_THE_POOL;
        List<LedgerEntry> crawl = IntStream.range(0, most)
                .<LedgerEntry>mapToObj(number -> TestLedger.collected("run", "crawl/" + number))
                .toList();
        assertThat(ledger.enter(crawl)).isEmpty();

        assertThat(reason(ledger.enter(List.of(TestLedger.collected("run", "one-more")))))
                .isEqualTo("run:0 has 65664 samples, and its pool is complete with 64; no more are counted");
    }

    @Test
    void aCalibrationPartThatIsLargerThanTheRunAsksForIsRefused() {
        ledger.record(RUN.request());

        assertThat(reason(ledger.enter(LedgerEntries.of(new CalibrationSample(
                                "run", 1, CalibrationSample.Part.CALIBRATION, 0, 1_000_000, "", "text", false))
                        .stream()
                        .toList())))
                .isEqualTo("calibration part run:1: sample 0 says 1000000 samples, the run asks for 64");
    }
}
