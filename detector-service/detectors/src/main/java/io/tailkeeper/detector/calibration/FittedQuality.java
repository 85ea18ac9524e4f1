package io.tailkeeper.detector.calibration;

import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.measures.CalibrationError;
import io.tailkeeper.measures.RocCurve;
import org.jspecify.annotations.Nullable;

/** How good a fitted detector is on texts that it was not fitted on. */
final class FittedQuality {

    private FittedQuality() {}

    /** @param curve of the logits, before the temperature */
    static DetectorQuality of(RocCurve curve, double[] logits, boolean[] labels, double temperature) {
        double[] before = new double[logits.length];
        double[] after = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            before[i] = TemperatureCalibration.probability(logits[i], 1);
            after[i] = TemperatureCalibration.probability(logits[i], temperature);
        }
        RocCurve calibrated = RocCurve.of(after, labels);
        return new DetectorQuality(
                logits.length,
                curve.auroc(),
                curve.truePositiveRate(0.01),
                curve.truePositiveRate(0.05),
                logits.length == 0 ? 0 : CalibrationError.of(before, labels),
                logits.length == 0 ? 0 : CalibrationError.of(after, labels),
                threshold(calibrated, 0.01),
                threshold(calibrated, 0.05),
                null);
    }

    /** Null where there is no human text to take it from. */
    private static @Nullable Double threshold(RocCurve probabilities, double falsePositiveRate) {
        double threshold = probabilities.threshold(falsePositiveRate);
        return Double.isFinite(threshold) ? threshold : null;
    }
}
