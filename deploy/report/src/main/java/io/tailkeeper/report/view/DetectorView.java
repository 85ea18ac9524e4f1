package io.tailkeeper.report.view;

import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.SelectionSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One detector in one generation; all but the deciding one are shadows.
 *
 * @param generation the generation, from 1
 * @param detectorId the detector
 * @param deciding whether the run selects by its scores
 * @param scored samples it judged
 * @param expected samples that make the pool complete
 * @param calibration what it says of itself; null before it is calibrated
 * @param figures its figures on the whole pool; null while the pool or a comparison is missing
 */
public record DetectorView(
        int generation,
        String detectorId,
        boolean deciding,
        int scored,
        int expected,
        @Nullable Calibration calibration,
        @Nullable Figures figures) {

    /** Out-of-fold quality; unusable detectors give every sample 0.5. */
    public record Calibration(DetectorQuality quality, boolean usable) {}

    /**
     * Quality by provenance, agreement with the deciding detector, what the run's selection would make of it, and samples by
     * probability in bins of equal width, as such and by who wrote them, null where an earlier release compared.
     */
    public record Figures(
            Quality quality,
            @Nullable Agreement agreement,
            @Nullable WouldSelect wouldSelect,
            @Nullable List<Long> scores,
            @Nullable PoolScores pool) {}

    /** Samples by probability in bins of equal width, by who wrote them, and those that selection kept; mean probabilities. */
    public record PoolScores(
            List<Long> human,
            List<Long> machine,
            List<Long> unknown,
            @Nullable List<Long> kept,
            double meanBefore,
            @Nullable Double meanAfter) {}

    /** On the pool; null where the pool has one class. */
    public record Quality(
            @Nullable Double auroc,
            @Nullable Double truePositiveRateAt1,
            @Nullable Double truePositiveRateAt5,
            @Nullable Double calibrationError) {}

    /** Spearman's correlation, share on the same side of 0.5, Cohen's kappa; null where not defined. */
    public record Agreement(@Nullable Double rankCorrelation, double sameSide, @Nullable Double kappa) {}

    /** The selection, what it shares with the deciding detector's, or why it would fail. */
    public record WouldSelect(
            @Nullable SelectionSummary selection,
            @Nullable Double sharedWeight,
            @Nullable Double sharedDocuments,
            @Nullable String failure) {}

    /** The same in an arm that nothing decides for. */
    public DetectorView asShadow() {
        return new DetectorView(generation, detectorId, false, scored, expected, calibration, figures);
    }

    /** As much of it as the page of a report draws: scores of the pool. */
    public DetectorView scoresAlone() {
        return new DetectorView(
                generation,
                detectorId,
                deciding,
                scored,
                expected,
                null,
                figures == null ? null : new Figures(figures.quality(), null, null, figures.scores(), figures.pool()));
    }

    /** Whether it says of itself that it cannot be selected by. */
    public boolean tooWeak() {
        return calibration != null && !calibration.usable();
    }
}
