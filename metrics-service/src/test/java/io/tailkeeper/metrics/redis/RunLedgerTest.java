package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationMeasured.Stage;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.FakeRun;
import io.tailkeeper.metrics.view.ExperimentSummary;
import io.tailkeeper.metrics.view.GenerationProgress;
import io.tailkeeper.metrics.view.RunState;
import io.tailkeeper.metrics.view.RunSummary;
import io.tailkeeper.metrics.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunLedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final FakeRun BASE = new FakeRun("base", "tiny", "base", null, 0);
    private static final FakeRun ARM = new FakeRun("arm", "base");

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private TestLedger ledger;
    private List<GenerationMeasured> measures;
    private List<RunFinished> ends;

    @BeforeEach
    void open() {
        ledger = new TestLedger(REDIS.calls());
        measures = ledger.measures;
        ends = ledger.ends;
    }

    /** Another ledger in the same Redis, which is emptied for it. */
    private void openAnew() {
        REDIS.empty();
        open();
    }

    @Test
    void measuresEveryGenerationAndEndsTheRun() {
        ledger.record(BASE.messages());
        ledger.record(ARM.messages());

        work(NOW);

        assertThat(measures)
                .extracting(measured -> measured.generationKey().toString())
                .containsExactlyInAnyOrder("base:0", "arm:0", "arm:1", "arm:2");
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        new RunFinished("arm", RunFinished.Status.COMPLETED, "metrics", null, NOW),
                        new RunFinished("base", RunFinished.Status.COMPLETED, "metrics", null, NOW));
        GenerationMeasured second = measured("arm", 2);
        assertThat(second.perplexityRatio()).isCloseTo(1.4, within(1e-12));
        assertThat(second.stage()).isEqualTo(Stage.COLLAPSED);
        assertThat(second.detectorAuroc()).isEqualTo(ARM.calibrated(3).quality().auroc());
        assertThat(second.books()).isEqualTo(new Books(64, 64, 0, 64, 0, 64));
        assertThat(second.text().vocabularyCoverage())
                .isLessThan(measured("arm", 0).text().vocabularyCoverage());
        assertThat(second.text().tokenDivergence().smoothedKlFromHuman())
                .isGreaterThan(measured("arm", 0).text().tokenDivergence().smoothedKlFromHuman());
        assertThat(second.text().confidence().meanProbability())
                .as("by the model of generation 2, whose text is the part of generation 3")
                .isEqualTo(0.75);
    }

    @Test
    void givesTheSameMeasuresForAnyOrderAndAnyNumberOfDeliveries() {
        ledger.record(BASE.messages());
        ledger.record(ARM.messages());
        work(NOW);
        List<GenerationMeasured> inOrder = List.copyOf(measures);

        for (int seed = 0; seed < 5; seed++) {
            openAnew();
            List<Object> shuffled = new ArrayList<>(ARM.messages());
            shuffled.addAll(BASE.messages());
            shuffled.addAll(ARM.messages());
            Collections.shuffle(shuffled, new Random(seed));
            ledger.record(shuffled);
            work(NOW);

            assertThat(measures).containsExactlyInAnyOrderElementsOf(inOrder);
            assertThat(ends).hasSize(2);
        }
    }

    @Test
    void countsPoolAurocByProvenanceAndLeavesItOutForOneClass() {
        ledger.record(BASE.messages());
        ledger.record(ARM.messages());
        work(NOW);

        List<SampleScored> pool = ARM.scored(1);
        double wins = 0;
        int pairs = 0;
        for (SampleScored machine : pool) {
            for (SampleScored human : pool) {
                if (machine.sample().provenance().writtenBy() != null
                        && human.sample().provenance().writtenBy() == null) {
                    pairs++;
                    int order = Double.compare(machine.syntheticProbability(), human.syntheticProbability());
                    wins += (order + 1) / 2.0;
                }
            }
        }
        assertThat(measured("arm", 1).poolAuroc()).isCloseTo(wins / pairs, within(1e-12));
        assertThat(wins / pairs).isBetween(0.6, 0.99);
        assertThat(measured("arm", 0).poolAuroc()).isNull();
        assertThat(measured("base", 0).poolAuroc()).isNull();
    }

    @Test
    void keepsTheBaseRunsBooksForAnAdoptedGeneration() {
        ledger.record(BASE.messages());
        ledger.record(ARM.messages());
        work(NOW);

        assertThat(measured("arm", 0).books()).isEqualTo(measured("base", 0).books());
        assertThat(measured("arm", 0).books().balanced()).isTrue();
        assertThat(measured("arm", 0).books().collected()).isEqualTo(64);
    }

    @Test
    void measuresNothingWhileAPieceIsMissing() {
        List<Object> pieces = BASE.messages();
        for (Object missing : List.of(
                BASE.collected(0).get(5),
                BASE.scored(0).get(7),
                BASE.trained(0),
                BASE.calibrated(1),
                BASE.calibration(1).get(3))) {
            openAnew();
            ledger.record(
                    pieces.stream().filter(piece -> !piece.equals(missing)).toList());
            work(NOW);
            assertThat(measures).as("without %s", missing).isEmpty();

            ledger.record(List.of(missing));
            work(NOW);
            assertThat(measures).as("with %s", missing).hasSize(1);
        }
    }

    @Test
    void countsADeadLetteredSampleUntilItIsScored() {
        SampleCollected first = BASE.collected(0).getFirst();
        ledger.record(BASE.messages());
        ledger.enter(List.of(TestLedger.collected("base", "stranger")));
        ledger.enter(List.of(TestLedger.deadLettered("base", "stranger")));
        ledger.enter(List.of(TestLedger.deadLettered("base", "stranger")));
        ledger.enter(List.of(TestLedger.deadLettered("base", first.sampleId())));
        work(NOW);

        assertThat(measured("base", 0).books()).isEqualTo(new Books(65, 64, 1, 64, 0, 64));
        assertThat(measured("base", 0).books().balanced()).isTrue();
    }

    @Test
    void measuresWithUnbalancedBooksWhenPatienceIsOver() {
        ledger.record(BASE.messages());
        ledger.enter(List.of(TestLedger.collected("base", "lost")));
        work(NOW);
        work(NOW.plusSeconds(19));
        assertThat(measures).isEmpty();

        work(NOW.plusSeconds(20));
        assertThat(measured("base", 0).books().balanced()).isFalse();
        assertThat(ends).hasSize(1);
    }

    @Test
    void measuresAnAdoptedGenerationOfAnUnknownBaseRunWhenPatienceIsOver() {
        ledger.record(ARM.messages());
        work(NOW);
        assertThat(measures).isEmpty();

        work(NOW.plusSeconds(20));
        assertThat(measured("arm", 0).books()).isEqualTo(new Books(0, 0, 0, 64, 0, 64));
    }

    @Test
    void publishesNothingTwiceAfterARestart() {
        ledger.record(BASE.messages());
        work(NOW);
        List<Object> topics = new ArrayList<>(BASE.messages());
        topics.addAll(measures);
        topics.addAll(ends);
        RunView before = ledger.findRun("base").orElseThrow();

        openAnew();
        ledger.record(topics);
        work(NOW.plusSeconds(60));

        assertThat(measures).isEmpty();
        assertThat(ends).isEmpty();
        assertThat(ledger.findRun("base")).hasValue(before);
    }

    @Test
    void handsAMeasureOverAgainWhenPublishingFails() {
        ledger.record(BASE.messages());
        assertThatThrownBy(() -> ledger.work(NOW, _ -> {
                    throw new IllegalStateException("broker away");
                }))
                .hasMessage("broker away");

        work(NOW);

        assertThat(measures).hasSize(1);
        assertThat(ends).hasSize(1);
    }

    @Test
    void failsARunThatCannotBeMeasuredAndGoesOnWithOthers() {
        ledger.record(BASE.calibration(1).stream().map(RunLedgerTest::human).toList());
        ledger.record(BASE.messages());
        ledger.record(new FakeRun("other", "tiny", "other", null, 0).messages());
        work(NOW);

        assertThat(measures)
                .extracting(measured -> measured.generationKey().runId())
                .containsExactly("other");
        assertThat(ends).extracting(RunFinished::runId).containsExactlyInAnyOrder("base", "other");
        RunFinished failed = ends.stream()
                .filter(end -> end.runId().equals("base"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.status()).isEqualTo(RunFinished.Status.FAILED);
        assertThat(failed.reason())
                .contains("generation base:0 could not be measured", "text.documents: 0", "start the run again");
    }

    private static CalibrationSample human(CalibrationSample sample) {
        return new CalibrationSample(
                sample.runId(),
                sample.generation(),
                sample.part(),
                sample.index(),
                sample.total(),
                sample.prompt(),
                sample.text(),
                false);
    }

    @Test
    void refusesACalibrationSampleThatContradictsThePart() {
        CalibrationSample sample = BASE.calibration(1).getFirst();
        ledger.record(BASE.request(), sample);
        CalibrationSample other =
                new CalibrationSample("base", 1, CalibrationSample.Part.CALIBRATION, 1, 7, "", "text", false);

        assertThatThrownBy(() -> ledger.record(other))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("base:1")
                .hasMessageContaining("says 7 samples, earlier ones say 64");
    }

    @Test
    void measuresNothingOfARunThatFailed() {
        RunFinished failed =
                new RunFinished("base", RunFinished.Status.FAILED, "trainer", "the disk is full; make room", NOW);
        ledger.record(failed);
        ledger.record(BASE.messages());
        work(NOW);

        assertThat(measures).isEmpty();
        assertThat(ledger.findRun("base").orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(ledger.findRun("base").orElseThrow().finished()).isEqualTo(failed);
    }

    @Test
    void showsProgressOfEveryGenerationBegun() {
        ledger.record(ARM.request());
        ARM.collected(1).subList(0, 10).forEach(ledger::record);
        ARM.scored(1).subList(0, 6).forEach(ledger::record);
        ARM.batches(1).subList(0, 3).forEach(ledger::record);
        ledger.record(new TrainingProgress("arm", 1, TrainingProgress.Phase.TRAINING, 3, 8, 4.2, 20_000.0));
        ledger.record(ARM.trained(0));

        RunView view = ledger.findRun("arm").orElseThrow();

        assertThat(view.progress())
                .containsExactly(new GenerationProgress(
                        1, 10, 64, 6, 0, false, 3, TrainingProgress.Phase.TRAINING, 3, 8, 4.2, 20_000.0, false));
        assertThat(view.state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void batchesThatAreAnnouncedAreThere() {
        ledger.record(ARM.request(), new BatchesPublished("arm", 1, 0, 10, 17, 8, "0".repeat(64)));

        assertThat(ledger.findRun("arm").orElseThrow().progress().getFirst().batches())
                .isEqualTo(8);
    }

    @Test
    void listsExperimentsNewestFirstAndRunsOfOne() {
        ledger.record(List.of(BASE.request(), ARM.request(), new FakeRun("z", "other", "arm-z", null, 1).request()));

        work(NOW);

        List<ExperimentSummary> experiments = ExperimentSummary.newestFirst(ledger.views.summaries());
        assertThat(experiments).extracting(ExperimentSummary::experimentId).containsExactly("other", "tiny");
        assertThat(experiments.get(1).arms()).containsExactly("baseline", "base");
        assertThat(ledger.views.summaries()).extracting(RunSummary::runId).containsExactly("arm", "base", "z");
        assertThat(ledger.findRun("unheard-of")).isEmpty();
    }

    @Test
    void failsARunWhoseDetectorNobodyRunsAndSaysWhoAnswers() {
        SelectionSpecification selection =
                new SelectionSpecification(SelectionSpecification.Method.RESAMPLE, "far-away", 10, null, 0.05, 1, 3);
        FakeRun unheard = new FakeRun("unheard", selection);
        ledger.record(unheard.request());
        work(NOW);
        unheard.collected(0).forEach(ledger::record);
        unheard.scored(0).forEach(ledger::record);
        work(NOW.plusSeconds(100));
        work(NOW.plusSeconds(999));
        assertThat(ends).as("patience begins when the samples are whole").isEmpty();

        work(NOW.plusSeconds(1000));

        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(end.service()).isEqualTo("metrics");
            assertThat(end.reason())
                    .startsWith(
                            "nobody answers as the detector \"far-away\": unheard:0 waits for it, and it has said nothing for"
                                    + " PT15M. Detectors that have answered: encoder. Start a detector of that id");
        });
        ends.clear();
        work(NOW.plusSeconds(9999));
        assertThat(ends).as("said once").isEmpty();
    }

    @Test
    void failsARunWhoseBaseNobodyRequestsAndWaitsForOneThatComesInTime() {
        FakeRun orphan = new FakeRun("orphan", "tiny", "protected", "nobody", 2);
        FakeRun late = new FakeRun("late", "tiny", "protected", BASE.request().runId(), 2);
        ledger.record(orphan.request(), late.request());
        work(NOW);
        ledger.record(BASE.request());
        work(NOW.plusSeconds(599));
        assertThat(ends).isEmpty();

        work(NOW.plusSeconds(600));

        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.runId()).isEqualTo("orphan");
            assertThat(end.status()).isEqualTo(RunFinished.Status.FAILED);
            assertThat(end.reason())
                    .startsWith(
                            "nobody has requested the base run nobody, whose generation 0 this run adopts, for PT10M."
                                    + " Request nobody and this run again");
        });
        ends.clear();
        work(NOW.plusSeconds(9999));
        assertThat(ends).as("neither twice nor the one whose base is there").isEmpty();
    }

    @Test
    void waitsForADetectorThatAnswersInTime() {
        ledger.record(BASE.request());
        BASE.collected(0).forEach(ledger::record);
        work(NOW);
        BASE.scored(0).forEach(ledger::record);
        work(NOW.plusSeconds(900));
        BASE.calibration(1).forEach(ledger::record);
        work(NOW.plusSeconds(1000));
        work(NOW.plusSeconds(1899));
        assertThat(ends).isEmpty();
        work(NOW.plusSeconds(1900));
        assertThat(ends)
                .singleElement()
                .satisfies(
                        end -> assertThat(end.reason())
                                .contains(
                                        "nobody answers as the detector \"encoder\": base:1 waits for it, and it has said nothing for PT15M"));
    }

    @Test
    void aDetectorThatIsBusyWithAnotherRunIsNotSilent() {
        FakeRun other = new FakeRun("other", "tiny", "baseline", null, 2);
        ledger.record(BASE.request());
        BASE.collected(0).forEach(ledger::record);
        work(NOW);
        ledger.at(NOW.plusSeconds(890));
        ledger.record(other.scored(0).get(0));
        work(NOW.plusSeconds(890));
        ledger.at(NOW.plusSeconds(1780));
        ledger.record(other.scored(0).get(1));
        work(NOW.plusSeconds(1780));
        work(NOW.plusSeconds(2679));
        assertThat(ends).isEmpty();
        work(NOW.plusSeconds(2680));
        assertThat(ends).singleElement().satisfies(end -> assertThat(end.runId())
                .isEqualTo("base"));
    }

    private GenerationMeasured measured(String runId, int generation) {
        return ledger.measured(runId, generation);
    }

    private void work(Instant now) {
        ledger.work(now);
    }
}
