package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSpecification;
import io.tailkeeper.contracts.SelectionSpecification.Method;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.selection.Selection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several detectors at one run: what the ledger makes of those that do not decide. */
class DetectorComparisonTest {

    private static final FakeRun RUN = run(Method.RESAMPLE);

    private final RunLedger ledger = new RunLedger(Duration.ZERO);

    private static FakeRun run(Method method) {
        return new FakeRun("run", new SelectionSpecification(method, "encoder", 10, null, 0.3, 1.5, 3));
    }

    private static List<SampleScored> constant(FakeRun run, String detectorId, double probability) {
        return run.scored(1).stream()
                .map(scored -> new SampleScored(scored.sample(), detectorId, "1", probability, 0))
                .toList();
    }

    private static void compare(RunLedger compared) {
        new MeasuringDesk(compared, Clock.systemUTC()).compareDetectors();
    }

    private List<DetectorView> views() {
        compare(ledger);
        return ledger.findRun("run").orElseThrow().detectors();
    }

    private DetectorView view(String detectorId) {
        return views().stream()
                .filter(view -> view.detectorId().equals(detectorId))
                .findFirst()
                .orElseThrow();
    }

    private static Selection trainersSelection(List<SampleScored> scored) {
        List<Candidate> pool = new ArrayList<>(scored.stream()
                .map(each -> new Candidate(
                        each.sample().sampleId(),
                        each.syntheticProbability(),
                        each.sample().provenance().source(),
                        0))
                .toList());
        Collections.shuffle(pool, new Random(5));
        return ImportanceResampler.of(RUN.request(), 1).select(pool);
    }

    private static SelectionSummary summary(List<SampleScored> scored) {
        Selection selection = trainersSelection(scored);
        long human = selection.documents().stream()
                .filter(document -> document.candidate().source() == Provenance.Source.HUMAN)
                .count();
        int drawn = selection.documents().size();
        return new SelectionSummary(
                64, 0, drawn, selection.effectiveSampleSize(), selection.bias(), 0.5, (double) human / drawn);
    }

    @Test
    void theDecidingDetectorWouldSelectWhatTheTrainerSelected() {
        ledger.record(RUN.request());
        FakeRun.record(ledger, RUN.scored(1).reversed());

        DetectorView view = view("encoder");

        assertThat(view.deciding()).isTrue();
        assertThat(view.figures().agreement()).isNull();
        assertThat(view.figures().wouldSelect()).isEqualTo(new WouldSelect(summary(RUN.scored(1)), null, null, null));
        assertThat(view.figures().wouldSelect().selection().selected()).isEqualTo(96);
    }

    @Test
    void aShadowIsMeasuredAndComparedWithTheDecidingDetector() {
        List<SampleScored> scored = RUN.shadow("shadow", 1);
        ledger.record(RUN.request());
        FakeRun.record(ledger, RUN.scored(1));
        FakeRun.record(ledger, scored);
        ledger.record(RUN.calibrated(1));

        assertThat(views()).extracting(DetectorView::detectorId).containsExactly("encoder", "shadow");
        assertThat(view("encoder").calibration())
                .isEqualTo(new DetectorView.Calibration(RUN.calibrated(1).quality(), true));
        DetectorView shadow = view("shadow");
        assertThat(shadow.deciding()).isFalse();
        assertThat(shadow.calibration()).isNull();
        assertThat(shadow.scored()).isEqualTo(64);
        assertThat(shadow.figures().quality().auroc()).isBetween(0.8, 0.999);
        assertThat(shadow.figures().agreement().rankCorrelation()).isBetween(0.5, 0.999);
        WouldSelect wouldSelect = shadow.figures().wouldSelect();
        assertThat(wouldSelect.selection()).isEqualTo(summary(scored));
        assertThat(wouldSelect.sharedWeight()).isCloseTo(sharedCopies(scored) / 96.0, within(1e-12));
        assertThat(wouldSelect.sharedDocuments()).isCloseTo(sharedDocuments(scored), within(1e-12));
    }

    /** Copies of the two draws taken off each other one by one. */
    private static int sharedCopies(List<SampleScored> shadow) {
        List<String> decided = new ArrayList<>(ids(trainersSelection(RUN.scored(1))));
        int shared = 0;
        for (String id : ids(trainersSelection(shadow))) {
            shared += decided.remove(id) ? 1 : 0;
        }
        assertThat(shared).isBetween(40, 95);
        return shared;
    }

    private static double sharedDocuments(List<SampleScored> shadow) {
        Set<String> decided = new HashSet<>(ids(trainersSelection(RUN.scored(1))));
        Set<String> shared = new HashSet<>(ids(trainersSelection(shadow)));
        shared.retainAll(decided);
        return (double) shared.size() / decided.size();
    }

    private static List<String> ids(Selection selection) {
        return selection.documents().stream()
                .map(document -> document.candidate().sampleId())
                .toList();
    }

    @Test
    void givesTheSameFiguresForAnyOrderAndAnyNumberOfDeliveries() {
        List<Object> messages = new ArrayList<>(RUN.messages());
        messages.addAll(RUN.shadow("late", 1));
        messages.addAll(constant(RUN, "silent", 0.5));
        FakeRun.record(ledger, messages);
        List<DetectorView> inOrder = views();
        assertThat(inOrder).hasSize(4).allSatisfy(view -> assertThat(view.figures())
                .isNotNull());

        for (int seed = 0; seed < 5; seed++) {
            RunLedger other = new RunLedger(Duration.ZERO);
            List<Object> shuffled = new ArrayList<>(messages);
            shuffled.addAll(messages);
            Collections.shuffle(shuffled, new Random(seed));
            for (Object message : shuffled) {
                FakeRun.record(other, List.of(message));
                compare(other); // whatever is complete now
            }
            assertThat(other.findRun("run").orElseThrow().detectors()).isEqualTo(inOrder);
        }
    }

    @Test
    void aShadowNeitherDelaysNorChangesAMeasure() {
        FakeRun.record(ledger, RUN.messages());
        List<GenerationMeasured> without = measures(ledger);
        RunLedger shadowed = new RunLedger(Duration.ZERO);
        FakeRun.record(shadowed, RUN.messages());
        FakeRun.record(shadowed, RUN.shadow("slow", 1).subList(0, 40));

        assertThat(measures(shadowed)).isEqualTo(without).hasSize(3);
        assertThat(shadowed.findRun("run").orElseThrow().state()).isEqualTo(RunState.COMPLETED);

        FakeRun.record(shadowed, RUN.shadow("slow", 1));
        compare(shadowed);
        assertThat(shadowed.findRun("run").orElseThrow().detectors())
                .filteredOn(view -> view.detectorId().equals("slow"))
                .singleElement()
                .satisfies(view -> assertThat(view.figures()).isNotNull());
    }

    private static List<GenerationMeasured> measures(RunLedger measured) {
        List<GenerationMeasured> measures = new ArrayList<>();
        new MeasuringDesk(measured, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).work(measures::add, _ -> {});
        return measures;
    }

    @Test
    void waitsForTheWholePoolAndForTheDecidingDetector() {
        List<SampleScored> shadow = RUN.shadow("shadow", 1);
        ledger.record(RUN.request());
        FakeRun.record(ledger, shadow);
        FakeRun.record(ledger, RUN.scored(1).subList(0, 63));
        assertThat(views()).extracting(DetectorView::scored).containsExactly(63, 64);
        assertThat(views()).hasSize(2).allSatisfy(view -> assertThat(view.figures())
                .isNull());

        ledger.record(RUN.scored(1).get(63));
        assertThat(views()).hasSize(2).allSatisfy(view -> assertThat(view.figures())
                .isNotNull());
    }

    @Test
    void showsTheSelectionThatWouldFail() {
        FakeRun unguarded =
                new FakeRun("run", new SelectionSpecification(Method.RESAMPLE, "encoder", 10, null, 0, 1, 3));
        ledger.record(unguarded.request());
        FakeRun.record(ledger, unguarded.scored(1));
        FakeRun.record(ledger, constant(unguarded, "certain", 1));

        WouldSelect failed = view("certain").figures().wouldSelect();

        assertThat(failed.selection()).isNull();
        assertThat(failed.failure()).contains("none of the 64 samples in the pool has weight");
        assertThat(view("certain").figures().agreement().sameSide()).isBetween(0.2, 0.6);
    }

    @Test
    void whatTheDecidingDetectorCannotSelectLeavesNothingToShare() {
        FakeRun unguarded =
                new FakeRun("run", new SelectionSpecification(Method.RESAMPLE, "certain", 10, null, 0, 1, 3));
        ledger.record(unguarded.request());
        FakeRun.record(ledger, unguarded.scored(1));
        FakeRun.record(ledger, constant(unguarded, "certain", 1));

        assertThat(view("certain").figures().wouldSelect().failure()).isNotNull();
        assertThat(view("encoder").figures().wouldSelect().selection()).isNotNull();
        assertThat(view("encoder").figures().wouldSelect().sharedWeight()).isNull();
    }

    @Test
    void weightsAreSharedByTheirSmallerPart() {
        FakeRun weighted = run(Method.WEIGHT);
        ledger.record(weighted.request());
        FakeRun.record(ledger, weighted.scored(1));
        FakeRun.record(ledger, constant(weighted, "silent", 0.5));

        WouldSelect silent = view("silent").figures().wouldSelect();

        double shared = ImportanceResampler.of(weighted.request(), 1)
                        .select(weighted.scored(1).stream()
                                .map(each -> new Candidate(
                                        each.sample().sampleId(),
                                        each.syntheticProbability(),
                                        each.sample().provenance().source(),
                                        0))
                                .toList())
                        .documents()
                        .stream()
                        .mapToDouble(document -> Math.min(1, document.weight()))
                        .sum()
                / 64;
        assertThat(silent.sharedWeight()).isCloseTo(shared, within(1e-12)).isLessThan(0.95);
        assertThat(silent.sharedDocuments()).isEqualTo(1);
    }

    @Test
    void aSelectionThatAsksNoDetectorHasNothingToCompare() {
        for (Method method : List.of(Method.NONE, Method.ORACLE)) {
            RunLedger other = new RunLedger(Duration.ZERO);
            FakeRun unasked = run(method);
            other.record(unasked.request());
            FakeRun.record(other, unasked.scored(1));
            compare(other);

            DetectorFigures figures =
                    other.findRun("run").orElseThrow().detectors().getFirst().figures();
            assertThat(figures.wouldSelect()).isNull();
            assertThat(figures.quality().auroc()).isNotNull();
        }
    }

    @Test
    void samplesBeyondThePoolLeaveItUnknownWhatTheTrainerTook() {
        SampleCollected stranger = new SampleCollected("crawl/1", "run", 1, "", "text", Provenance.HUMAN);
        ledger.record(RUN.request());
        FakeRun.record(ledger, RUN.scored(1));
        assertThat(view("encoder").figures()).isNotNull();

        ledger.record(new SampleScored(stranger, "encoder", "1", 0.5, 0));

        assertThat(view("encoder").scored()).isEqualTo(65);
        assertThat(view("encoder").figures()).isNull();
    }

    @Test
    void countsSamplesOfOutsideProducersAmongThePool() {
        List<SampleScored> scored = new ArrayList<>(RUN.scored(1).subList(0, 63));
        SampleCollected stranger = new SampleCollected("crawl/1", "run", 1, "", "text", Provenance.HUMAN);
        scored.add(new SampleScored(stranger, "encoder", "1", 0.2, 0));
        ledger.record(RUN.request());
        FakeRun.record(ledger, scored);

        SelectionSummary selected = view("encoder").figures().wouldSelect().selection();

        assertThat(selected.effectiveSampleSize())
                .isEqualTo(trainersSelection(scored).effectiveSampleSize());
    }

    @Test
    void keepsNothingOfAPoolTooLargeToCompare() {
        PoolScores scores = new PoolScores("run:1:");
        for (int i = 0; i < PoolScores.MOST; i++) {
            scores.add("run:1:" + i, i, 0.5, Provenance.Source.HUMAN);
        }
        assertThat(scores.candidates()).hasSize(PoolScores.MOST);

        scores.add("crawl/1", -1, 0.5, Provenance.Source.UNKNOWN);

        assertThat(scores.kept()).isFalse();
        assertThat(scores.candidates()).isEmpty();
    }

    @Test
    void remembersWhoWroteWhat() {
        PoolScores scores = new PoolScores("run:1:");
        scores.add("run:1:70", 70, 0.25, Provenance.Source.UNKNOWN);
        scores.add("run:1:8", 8, 0, Provenance.Source.SYNTHETIC);
        scores.add("crawl/1", -1, 1, Provenance.Source.HUMAN);

        assertThat(scores.candidates())
                .extracting(Candidate::sampleId, Candidate::syntheticProbability, Candidate::source)
                .containsExactly(
                        tuple("crawl/1", 1.0, Provenance.Source.HUMAN),
                        tuple("run:1:70", 0.25, Provenance.Source.UNKNOWN),
                        tuple("run:1:8", 0.0, Provenance.Source.SYNTHETIC));
    }

    @Test
    void comparesNothingOfGenerationZeroAndOfGenerationsBeyondTheLast() {
        FakeRun.record(ledger, RUN.messages());

        assertThat(views()).extracting(DetectorView::generation).containsExactly(1, 2);
    }
}
