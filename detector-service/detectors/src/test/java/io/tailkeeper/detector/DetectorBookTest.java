package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.RunSpecification;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.detector.DetectorBook.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorBookTest {

    private final FakeEncoder encoder = new FakeEncoder();
    private final RunDetector detector = new RunDetector(
            "encoder",
            GenerationEncoders.always(encoder, () -> {}),
            new LengthWindow(2, 16_384, LengthWindow.Side.HEAD, 0.5));
    private final DetectorBook book = DetectorBook.of(List.of(detector));

    private static DetectorCalibrated detector(String id, List<Double> head, boolean usable) {
        DetectorQuality quality = new DetectorQuality(40, 0.9, 0.1, 0.2, 0.1, 0.05);
        return new DetectorCalibrated("run", 1, id, "v1", head, -1, 2, quality, usable);
    }

    private static RunRequested run(String runId, String detectorId) {
        SelectionSpecification selection =
                new SelectionSpecification(SelectionSpecification.Method.RESAMPLE, detectorId, 10, null, 0.05, 1, 3);
        RunSpecification specification = Specifications.with(Specifications.specification(), "selection", selection);
        return new RunRequested(runId, "tiny", "arm", null, Instant.EPOCH, specification);
    }

    private static RunFinished finished(RunFinished.Status status) {
        return new RunFinished("run", status, "metrics", "why", Instant.EPOCH);
    }

    private static SampleCollected sample(int generation, String text) {
        GenerationKey key = new GenerationKey("run", generation);
        return new SampleCollected(SampleCollected.id(key, 0), "run", generation, "", text, Provenance.HUMAN);
    }

    @Test
    void laterGenerationsWaitForTheirDetectorAndGenerationZeroForNone() {
        GenerationKey first = new GenerationKey("run", 1);
        assertThat(book.verdict(new GenerationKey("run", 0), "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(book.verdict(first, "encoder")).isEqualTo(Verdict.WAIT);
        assertThat(book.note(detector("encoder", List.of(0.0, 0.0, 4.0), true))).isTrue();
        assertThat(book.verdict(first, "encoder")).isEqualTo(Verdict.SCORE);
        assertThat(book.verdict(first.next(), "encoder")).isEqualTo(Verdict.WAIT);
    }

    @Test
    void takesNoDetectorOfAnotherKindOrSize() {
        assertThat(book.note(detector("outside", List.of(0.0, 0.0, 4.0), true))).isFalse();
        assertThat(book.note(detector("encoder", List.of(4.0), true))).isFalse();
        assertThat(book.find(new GenerationKey("run", 1), "encoder")).isEmpty();
    }

    @Test
    void dropsRunsThatFailedOrWereCancelledButNotCompletedOnes() {
        GenerationKey generation = new GenerationKey("run", 1);
        book.note(finished(RunFinished.Status.COMPLETED));
        assertThat(book.verdict(generation, "encoder")).isEqualTo(Verdict.WAIT);
        assertThat(book.isSettled(generation, "encoder")).isFalse();
        book.note(finished(RunFinished.Status.CANCELLED));
        assertThat(book.verdict(generation, "encoder")).isEqualTo(Verdict.DROP);
        assertThat(book.isSettled(generation, "encoder")).isTrue();
    }

    @Test
    void scoresByHeadInterceptAndTemperature() {
        book.note(detector("encoder", List.of(0.0, 0.0, 4.0), true));
        List<SampleScored> scored = new SampleScorer(detector, book)
                .score(List.of(sample(1, "a robot"), sample(0, "a robot"), sample(1, "a human")));
        assertThat(scored).extracting(SampleScored::logit).containsExactly(3.0, 0.0, -1.0);
        assertThat(scored)
                .extracting(SampleScored::syntheticProbability)
                .containsExactly(1 / (1 + Math.exp(-1.5)), 0.5, Math.exp(-0.5) / (1 + Math.exp(-0.5)));
        assertThat(scored).extracting(SampleScored::detectorVersion).containsExactly("v1", "prior", "v1");
        assertThat(encoder.encoded()).as("generation 0 is not encoded").isEqualTo(2);
    }

    @Test
    void aDetectorTooWeakToUseAnswersWithThePrior() {
        book.note(detector("encoder", List.of(0.0, 0.0, 4.0), false));
        SampleScored scored = new SampleScorer(detector, book)
                .score(List.of(sample(1, "a robot")))
                .getFirst();
        assertThat(scored.syntheticProbability()).isEqualTo(0.5);
        assertThat(scored.logit()).isZero();
        assertThat(scored.detectorVersion()).isEqualTo("v1");
        assertThat(encoder.encoded()).isZero();
    }

    @Test
    void aTextTooShortToJudgeGetsThePriorAndAFlag() {
        book.note(detector("encoder", List.of(0.0, 0.0, 4.0), true));
        List<SampleScored> scored = new SampleScorer(detector, book)
                .score(List.of(sample(1, "robot"), sample(1, "a robot"), sample(1, ".")));
        assertThat(scored).extracting(SampleScored::tooShort).containsExactly(true, null, true);
        assertThat(scored).extracting(SampleScored::logit).containsExactly(0.0, 3.0, 0.0);
        assertThat(scored.getFirst().syntheticProbability()).isEqualTo(0.5);
        assertThat(encoder.encoded()).isEqualTo(1);
    }

    @Test
    void aShadowGivesAGenerationUpAndAnotherDetectorDoesNot() {
        GenerationKey generation = new GenerationKey("run", 1);
        assertThat(book.isShadow("run", "encoder")).as("nobody knows the run").isFalse();
        book.note(run("run", "linear"));
        assertThat(book.isShadow("run", "encoder")).isTrue();
        assertThat(book.isShadow("run", "linear")).isFalse();
        book.giveUp(generation, "encoder");
        assertThat(book.verdict(generation, "encoder")).isEqualTo(Verdict.DROP);
        assertThat(book.isSettled(generation, "encoder")).isTrue();
        assertThat(book.verdict(generation, "linear")).isEqualTo(Verdict.WAIT);
    }
}
