package io.tailkeeper.metrics;

import io.tailkeeper.metrics.comparison.DetectorFigures;
import io.tailkeeper.metrics.view.DetectorView;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one detector in one generation.
 *
 * @param scored distinct samples it judged
 * @param calibration what it says of itself; null before it is calibrated
 * @param figures its figures on the pool; null before they were found
 */
public record DetectorAccount(
        int scored, DetectorView.@Nullable Calibration calibration, @Nullable DetectorFigures figures) {}
