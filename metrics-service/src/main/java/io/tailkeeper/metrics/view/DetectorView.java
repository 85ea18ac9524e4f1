package io.tailkeeper.metrics.view;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.metrics.comparison.DetectorFigures;
import io.tailkeeper.metrics.comparison.DueComparison;
import org.jspecify.annotations.Nullable;

/**
 * One detector in one generation of a run. All but the deciding one are shadows: they score, and nothing depends on them.
 *
 * @param generation the generation, from 1
 * @param detectorId the detector
 * @param deciding whether the run selects by its scores
 * @param scored distinct samples it judged
 * @param expected distinct samples that make the pool complete
 * @param calibration what it says of itself; null before it is calibrated
 * @param figures its figures on the pool; null until it and the deciding detector have scored the whole pool, when
 *     samples beyond the pool were scored (which of them the trainer took depends on their arrival), and for pools of
 *     more than {@value DueComparison#MAX} documents
 */
public record DetectorView(
        int generation,
        String detectorId,
        boolean deciding,
        int scored,
        int expected,
        @Nullable Calibration calibration,
        @Nullable DetectorFigures figures) {

    /**
     * A detector's calibration, without its head.
     *
     * @param quality out of fold
     * @param usable false: too weak to select with; it gives every sample 0.5, which makes weights uniform
     */
    public record Calibration(DetectorQuality quality, boolean usable) {

        /** Of what a detector published. */
        public static Calibration of(DetectorCalibrated calibrated) {
            return new Calibration(calibrated.quality(), calibrated.usable());
        }
    }
}
