package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.comparison.DetectorFigures;
import io.tailkeeper.metrics.comparison.DueComparison;
import io.tailkeeper.metrics.comparison.WouldSelect;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.selection.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several detectors at one run: what the ledger makes of those that do not decide. */
class DetectorComparisonTest {

    private static final FakeRun RUN = run(Method.RESAMPLE);

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private TestLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls(), Duration.ZERO);
    }

    /** Another ledger in the same Redis, which is emptied for it. */
    private void openAnew() {
        REDIS.empty();
        open();
    }

    private static FakeRun run(Method method) {
        return new FakeRun("run", new SelectionSpecification(method, "encoder", 10, null, 0.3, 1.5, 3));
    }

    private static List<SampleScored> constant(FakeRun run, String detectorId, double probability) {
        return run.scored(1).stream()
                .map(scored -> new SampleScored(scored.sample(), detectorId, "1", probability, 0))
                .toList();
    }

    private List<DetectorView> views() {
        return ledger.detectors("run");
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
                64,
                0,
                drawn,
                selection.effectiveSampleSize(),
                selection.bias(),
                0.5,
                (double) human / drawn,
                selection.humans().before(),
                selection.humans().after(),
                null);
    }

    @Test
    void theDecidingDetectorWouldSelectWhatTheTrainerSelected() {
        ledger.record(RUN.request());
        ledger.record(RUN.scored(1).reversed());

        DetectorView view = view("encoder");

        assertThat(view.deciding()).isTrue();
        assertThat(view.figures().agreement()).isNull();
        assertThat(view.figures().wouldSelect()).isEqualTo(new WouldSelect(summary(RUN.scored(1)), null, null, null));
        assertThat(view.figures().wouldSelect().selection().selected()).isEqualTo(96);
        Map<Double, Long> byProbability = RUN.scored(1).stream()
                .collect(Collectors.groupingBy(SampleScored::syntheticProbability, Collectors.counting()));
        assertThat(view.figures().scores())
                .as("0.1, 0.5 and 0.9 begin a bin each")
                .containsExactly(
                        0L,
                        byProbability.get(0.1),
                        0L,
                        0L,
                        0L,
                        byProbability.get(0.5),
                        0L,
                        0L,
                        0L,
                        byProbability.get(0.9));
    }

    @Test
    void aShadowIsMeasuredAndComparedWithTheDecidingDetector() {
        List<SampleScored> scored = RUN.shadow("shadow", 1);
        ledger.record(RUN.request());
        ledger.record(RUN.scored(1));
        ledger.record(scored);
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
        ledger.record(messages);
        List<DetectorView> inOrder = views();
        assertThat(inOrder).hasSize(4).allSatisfy(view -> assertThat(view.figures())
                .isNotNull());

        for (int seed = 0; seed < 2; seed++) {
            openAnew();
            List<Object> shuffled = new ArrayList<>(messages);
            shuffled.addAll(messages);
            Collections.shuffle(shuffled, new Random(seed));
            for (Object message : shuffled) {
                ledger.record(List.of(message));
                ledger.compare(); // whatever is complete now
            }
            assertThat(ledger.findRun("run").orElseThrow().detectors()).isEqualTo(inOrder);
        }
    }

    @Test
    void aShadowNeitherDelaysNorChangesAMeasure() {
        ledger.record(RUN.messages());
        ledger.show();
        List<GenerationMeasured> without = ledger.measures;
        openAnew();
        ledger.record(RUN.messages());
        ledger.record(RUN.shadow("slow", 1).subList(0, 40));

        ledger.show();
        assertThat(ledger.measures).isEqualTo(without).hasSize(3);
        assertThat(ledger.findRun("run").orElseThrow().state()).isEqualTo(RunState.COMPLETED);

        ledger.record(RUN.shadow("slow", 1));
        ledger.compare();
        assertThat(ledger.findRun("run").orElseThrow().detectors())
                .filteredOn(view -> view.detectorId().equals("slow"))
                .singleElement()
                .satisfies(view -> assertThat(view.figures()).isNotNull());
    }

    @Test
    void waitsForTheWholePoolAndForTheDecidingDetector() {
        List<SampleScored> shadow = RUN.shadow("shadow", 1);
        ledger.record(RUN.request());
        ledger.record(shadow);
        ledger.record(RUN.scored(1).subList(0, 63));
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
        ledger.record(unguarded.scored(1));
        ledger.record(constant(unguarded, "certain", 1));

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
        ledger.record(unguarded.scored(1));
        ledger.record(constant(unguarded, "certain", 1));

        assertThat(view("certain").figures().wouldSelect().failure()).isNotNull();
        assertThat(view("encoder").figures().wouldSelect().selection()).isNotNull();
        assertThat(view("encoder").figures().wouldSelect().sharedWeight()).isNull();
    }

    @Test
    void weightsAreSharedByTheirSmallerPart() {
        FakeRun weighted = run(Method.WEIGHT);
        ledger.record(weighted.request());
        ledger.record(weighted.scored(1));
        ledger.record(constant(weighted, "silent", 0.5));

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
        for (Method method : List.of(
                Method.NONE,
                Method.ORACLE,
                Method.RANDOM,
                Method.REFERENCE_OVERLAP,
                Method.LATENT_FILTER,
                Method.CONTRACTION)) {
            openAnew();
            FakeRun unasked = run(method);
            ledger.record(unasked.request());
            ledger.record(unasked.scored(1));
            ledger.compare();

            DetectorFigures figures =
                    ledger.findRun("run").orElseThrow().detectors().getFirst().figures();
            assertThat(figures.wouldSelect()).isNull();
            assertThat(figures.quality().auroc()).isNotNull();
        }
    }

    @Test
    void samplesBeyondThePoolLeaveItUnknownWhatTheTrainerTook() {
        SampleCollected stranger = new SampleCollected("crawl/1", "run", 1, "", "text", Provenance.HUMAN);
        ledger.record(RUN.request());
        ledger.record(RUN.scored(1));
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
        ledger.record(scored);

        SelectionSummary selected = view("encoder").figures().wouldSelect().selection();

        assertThat(selected.effectiveSampleSize())
                .isEqualTo(trainersSelection(scored).effectiveSampleSize());
    }

    @Test
    void keepsTheProbabilitiesOfShadowsUntilTheyAreCompared() {
        ledger.record(RUN.request());
        ledger.record(RUN.scored(1));
        ledger.record(RUN.shadow("shadow", 1).subList(0, 63));
        assertThat(ledger.keys()).anyMatch(key -> key.contains(":scores:shadow"));

        ledger.record(RUN.shadow("shadow", 1));
        ledger.compare();

        assertThat(view("shadow").figures()).isNotNull();
        assertThat(ledger.keys())
                .isNotEmpty()
                .noneMatch(key -> key.contains(":scores:shadow"))
                .anyMatch(key -> key.contains(":scores:encoder"));
    }

    @Test
    void keepsNothingOfAPoolTooLargeToCompare() {
        DataSpecification data = new DataSpecification(64, DueComparison.MAX + 1, 1, 0, 32, 16, 16);
        RunRequested run = RUN.request();
        ledger.record(new RunRequested(
                run.runId(),
                run.experimentId(),
                run.arm(),
                null,
                run.requestedAt(),
                Specifications.with(run.specification(), "data", data)));
        ledger.record(RUN.scored(1));

        assertThat(ledger.keys())
                .isNotEmpty()
                .anyMatch(key -> key.contains(":scored:encoder"))
                .noneMatch(key -> key.contains(":scores:"));
    }

    @Test
    void remembersWhoWroteWhat() {
        ledger.record(RUN.request());
        ledger.enter(List.of(
                scored("run:1:30", 0.25, Provenance.Source.UNKNOWN),
                scored("run:1:8", 0, Provenance.Source.SYNTHETIC),
                scored("crawl/1", 1, Provenance.Source.HUMAN)));

        assertThat(new RunStore(REDIS.calls()).candidates(new GenerationKey("run", 1), "encoder", 64))
                .extracting(Candidate::sampleId, Candidate::syntheticProbability, Candidate::source)
                .containsExactly(
                        tuple("crawl/1", 1.0, Provenance.Source.HUMAN),
                        tuple("run:1:30", 0.25, Provenance.Source.UNKNOWN),
                        tuple("run:1:8", 0.0, Provenance.Source.SYNTHETIC));
    }

    private static LedgerEntry scored(String sampleId, double probability, Provenance.Source source) {
        return new LedgerEntry.Scored(new GenerationKey("run", 1), "encoder", sampleId, probability, source);
    }

    @Test
    void comparesNothingOfGenerationZeroAndOfGenerationsBeyondTheLast() {
        ledger.record(RUN.messages());

        assertThat(views()).extracting(DetectorView::generation).containsExactly(1, 2);
    }
}
