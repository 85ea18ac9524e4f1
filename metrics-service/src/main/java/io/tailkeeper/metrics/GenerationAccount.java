package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.metrics.view.GenerationProgress;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one generation of one run.
 *
 * @param counts what was counted
 * @param detectors the detectors that have said anything, by id
 * @param training what the trainer says
 * @param measured its measures; null before it is measured
 * @param alerts those that were raised with it, by rule
 * @param waiting since when it waits
 */
public record GenerationAccount(
        Counts counts,
        SortedMap<String, DetectorAccount> detectors,
        Training training,
        @Nullable GenerationMeasured measured,
        SortedMap<String, CollapseAlert> alerts,
        Waiting waiting) {

    private static final DetectorAccount SILENT = new DetectorAccount(0, null, null);

    /**
     * Distinct things, however often they were delivered.
     *
     * @param collected samples that joined the stream
     * @param lost samples in a dead-letter topic that the deciding detector has not judged
     * @param batches weighted batches, counted or announced
     * @param texts labelled texts held
     * @param totalTexts labelled texts that make the calibration part whole; 0 when none has come
     */
    public record Counts(int collected, int lost, int batches, int texts, int totalTexts) {}

    /** The trainer's last progress and its report; null before they came. */
    public record Training(@Nullable TrainingProgress progress, @Nullable GenerationTrained trained) {}

    /** Since when its books do not balance, and its detector owes an answer; null when they do, and it does not. */
    public record Waiting(@Nullable Instant unbalanced, @Nullable Instant unanswered) {

        static final Waiting FOR_NOTHING = new Waiting(null, null);
    }

    @Nullable
    GenerationTrained trained() {
        return training.trained();
    }

    DetectorAccount detector(String detectorId) {
        return detectors.getOrDefault(detectorId, SILENT);
    }

    boolean calibrationPartComplete() {
        return counts.totalTexts() > 0 && counts.texts() == counts.totalTexts();
    }

    Books books(String detectorId, SelectionSummary selection) {
        return new Books(
                counts.collected(),
                detector(detectorId).scored(),
                counts.lost(),
                selection.pooled(),
                selection.rejected(),
                selection.selected());
    }

    GenerationProgress progress(int generation, int expected, String detectorId) {
        DetectorAccount detector = detector(detectorId);
        TrainingProgress progress = training.progress();
        return new GenerationProgress(
                generation,
                counts.collected(),
                expected,
                detector.scored(),
                counts.lost(),
                detector.calibration() != null,
                counts.batches(),
                progress == null ? null : progress.phase(),
                progress == null ? null : progress.done(),
                progress == null ? null : progress.total(),
                progress == null ? null : progress.loss(),
                progress == null ? null : progress.tokensPerSecond(),
                trained() != null);
    }
}
