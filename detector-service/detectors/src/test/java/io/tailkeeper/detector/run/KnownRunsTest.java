package io.tailkeeper.detector.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.run.KnownRuns.Verdict;
import io.tailkeeper.detector.text.LengthWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KnownRunsTest {

    private final FakeEncoder encoder = new FakeEncoder();
    private final RunDetector detector = new RunDetector(
            "encoder",
            GenerationEncoders.always(encoder, () -> {}),
            new LengthWindow(2, 16_384, LengthWindow.Side.HEAD, 0.5));
    private final KnownRuns known = new KnownRuns();

    private static DetectorCalibrated detector(String runId, int generation, List<Double> head, boolean usable) {
        DetectorQuality quality = new DetectorQuality(40, 0.9, 0.1, 0.2, 0.1, 0.05);
        return new DetectorCalibrated(runId, generation, "encoder", "v1", head, -1, 2, quality, usable);
    }

    private static DetectorCalibrated detector(boolean usable) {
        return detector("run", 1, List.of(0.0, 0.0, 4.0), usable);
    }

    private static RunRequested run(String runId, String detectorId) {
        SelectionSpecification selection =
                new SelectionSpecification(SelectionSpecification.Method.RESAMPLE, detectorId, 10, null, 0.05, 1, 3);
        RunSpecification specification = Specifications.with(Specifications.specification(), "selection", selection);
        return new RunRequested(runId, "tiny", "arm", null, Instant.EPOCH, specification);
    }

    private static RunFinished finished(String runId, RunFinished.Status status) {
        return new RunFinished(runId, status, "metrics", "why", Instant.EPOCH);
    }

    private static SampleCollected sample(int generation, String text) {
        GenerationKey key = new GenerationKey("run", generation);
        return new SampleCollected(SampleCollected.id(key, 0), "run", generation, "", text, Provenance.HUMAN);
    }

    private Verdict verdict(GenerationKey generation, String detectorId) {
        return known.decide(generation, detectorId).verdict();
    }

    private List<SampleScored> score(SampleCollected... samples) {
        SampleScorer.Scores scores = new SampleScorer(detector)
                .score(List.of(samples), generation -> known.decide(generation, detector.id())
                        .calibrated());
        assertThat(scores.refused()).isEmpty();
        assertThat(scores.unjudged()).isEmpty();
        return List.copyOf(scores.scored().values());
    }

    @Test
    void laterGenerationsWaitForTheirDetectorAndGenerationZeroForNone() {
        GenerationKey first = new GenerationKey("run", 1);
        assertThat(verdict(new GenerationKey("run", 0), "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(verdict(first, "encoder")).isEqualTo(Verdict.WAIT);
        known.note(detector(true));
        assertThat(verdict(first, "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(verdict(first.next(), "encoder")).isEqualTo(Verdict.WAIT);
        assertThat(verdict(first, "linear")).isEqualTo(Verdict.WAIT);
    }

    @Test
    void aDetectorTakesNoHeadOfAnotherKindOrSize() {
        DetectorCalibrated own = detector(true);
        assertThat(detector.knows(own)).isTrue();
        assertThat(detector.knows(detector("run", 1, List.of(4.0), true))).isFalse();
        RunDetector other = new RunDetector("linear", detector.encoders(), detector.window());
        assertThat(other.knows(own)).isFalse();
    }

    @Test
    void aRunThatFailedOrWasCancelledIsOver() {
        for (RunFinished.Status status : List.of(RunFinished.Status.CANCELLED, RunFinished.Status.FAILED)) {
            GenerationKey generation = new GenerationKey("run-" + status.name().toLowerCase(Locale.ROOT), 1);
            known.note(run(generation.runId(), "encoder"));
            known.note(detector(generation.runId(), 1, List.of(1.0), true));
            known.note(finished(generation.runId(), status));
            assertThat(verdict(generation, "encoder")).isEqualTo(Verdict.DROP);
            assertThat(known.isSettled(generation, "encoder")).isTrue();
            assertThat(known.isOver(generation.runId())).isTrue();
            known.note(detector(generation.runId(), 1, List.of(1.0), true));
            known.note(run(generation.runId(), "encoder"));
            assertThat(verdict(generation, "encoder")).as("late records").isEqualTo(Verdict.DROP);
        }
        assertThat(known.size()).isZero();
    }

    @Test
    void theSamplesOfACompletedRunAreScoredForAWhileBecauseAShadowMayLagBehind() {
        GenerationKey generation = new GenerationKey("run", 1);
        known.note(run("run", "linear"));
        known.note(finished("run", RunFinished.Status.COMPLETED));
        assertThat(verdict(generation, "encoder")).isEqualTo(Verdict.WAIT);
        assertThat(known.isSettled(generation, "encoder")).isFalse();
        assertThat(known.isShadow("run", "encoder")).isTrue();
        known.note(detector(true));
        assertThat(verdict(generation, "encoder")).isEqualTo(Verdict.SCORE);
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfFinishedRuns() {
        List<Double> head = Collections.nCopies(2_000, 0.5);
        for (int i = 0; i < 5_000; i++) {
            String runId = "run-" + i;
            known.note(run(runId, "encoder"));
            for (int generation = 1; generation <= 10; generation++) {
                known.note(detector(runId, generation, new ArrayList<>(head), true));
            }
            known.note(finished(runId, i % 3 == 0 ? RunFinished.Status.FAILED : RunFinished.Status.COMPLETED));
        }
        assertThat(known.size()).isBetween(1, KnownRuns.MAX_SPARE / 20_000);
        assertThat(verdict(new GenerationKey("run-4999", 1), "encoder"))
                .as("the last one that was completed")
                .isEqualTo(Verdict.SCORE);
        for (int i : new int[] {0, 1, 2, 4_000}) {
            GenerationKey old = new GenerationKey("run-" + i, 1);
            assertThat(verdict(old, "encoder")).isEqualTo(Verdict.DROP);
            assertThat(known.isSettled(old.next(), "encoder")).isTrue();
        }
    }

    @Test
    void runsThatNobodyRequestedMakeRoomForNewOnesAndRunsUnderWayDoNot() {
        known.note(run("under-way", "encoder"));
        known.note(detector("under-way", 1, List.of(1.0), true));
        for (int i = 0; i < 5_000; i++) {
            known.note(detector("unknown-" + i, 1, Collections.nCopies(2_000, 0.5), true));
        }
        assertThat(known.size()).isLessThanOrEqualTo(1 + KnownRuns.MAX_SPARE / 2_000);
        assertThat(verdict(new GenerationKey("under-way", 1), "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(verdict(new GenerationKey("unknown-4999", 1), "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(verdict(new GenerationKey("unknown-0", 1), "encoder")).isEqualTo(Verdict.WAIT);
        assertThat(known.isOver("unknown-0")).as("it may be requested yet").isFalse();
    }

    @Test
    void aRunNeedsTheScoresOfItsOwnPoolByItsOwnDetector() {
        GenerationKey generation = new GenerationKey("run", 1);
        SampleCollected last = numbered(generation, "63");
        assertThat(known.isNeeded(last, "encoder")).as("nobody knows the run").isFalse();
        known.note(run("run", "encoder"));
        assertThat(known.isNeeded(last, "encoder")).isTrue();
        assertThat(known.isNeeded(last, "linear")).as("a shadow").isFalse();
        assertThat(known.isNeeded(numbered(generation, "64"), "encoder")).isFalse();
        assertThat(known.isNeeded(numbered(generation, "outside"), "encoder")).isFalse();
    }

    private static SampleCollected numbered(GenerationKey generation, String index) {
        return new SampleCollected(
                generation + ":" + index, generation.runId(), generation.generation(), "", "text", Provenance.HUMAN);
    }

    @Test
    void scoresByHeadInterceptAndTemperature() {
        known.note(detector(true));
        List<SampleScored> scored = score(sample(1, "a robot"), sample(0, "a robot"), sample(1, "a human"));
        assertThat(scored).extracting(SampleScored::logit).containsExactly(3.0, 0.0, -1.0);
        assertThat(scored)
                .extracting(SampleScored::syntheticProbability)
                .containsExactly(1 / (1 + Math.exp(-1.5)), 0.5, Math.exp(-0.5) / (1 + Math.exp(-0.5)));
        assertThat(scored).extracting(SampleScored::detectorVersion).containsExactly("v1", "prior", "v1");
        assertThat(encoder.encoded()).as("generation 0 is not encoded").isEqualTo(2);
    }

    @Test
    void aDetectorTooWeakToUseAnswersWithThePrior() {
        known.note(detector(false));
        SampleScored scored = score(sample(1, "a robot")).getFirst();
        assertThat(scored.syntheticProbability()).isEqualTo(0.5);
        assertThat(scored.logit()).isZero();
        assertThat(scored.detectorVersion()).isEqualTo("v1");
        assertThat(encoder.encoded()).isZero();
    }

    @Test
    void aTextTooShortToJudgeGetsThePriorAndAFlag() {
        known.note(detector(true));
        List<SampleScored> scored = score(sample(1, "robot"), sample(1, "a robot"), sample(1, "."));
        assertThat(scored).extracting(SampleScored::tooShort).containsExactly(true, null, true);
        assertThat(scored).extracting(SampleScored::logit).containsExactly(0.0, 3.0, 0.0);
        assertThat(scored.getFirst().syntheticProbability()).isEqualTo(0.5);
        assertThat(encoder.encoded()).isEqualTo(1);
    }

    @Test
    void aShadowGivesAGenerationUpAndAnotherDetectorDoesNot() {
        GenerationKey generation = new GenerationKey("run", 1);
        assertThat(known.isShadow("run", "encoder")).as("nobody knows the run").isFalse();
        known.note(run("run", "linear"));
        assertThat(known.isShadow("run", "encoder")).isTrue();
        assertThat(known.isShadow("run", "linear")).isFalse();
        known.giveUp(generation, "encoder", "its model is damaged");
        assertThat(verdict(generation, "encoder")).isEqualTo(Verdict.DROP);
        assertThat(known.isSettled(generation, "encoder")).isTrue();
        assertThat(verdict(generation, "linear")).isEqualTo(Verdict.WAIT);
    }
}
