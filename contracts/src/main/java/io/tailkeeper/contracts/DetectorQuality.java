package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.Mauve;
import org.jspecify.annotations.Nullable;

/**
 * How well a detector tells machine-written from human text, each measured out of fold.
 *
 * @param samples number of labelled samples
 * @param auroc area under the ROC curve, 0.5 for chance
 * @param truePositiveRateAt1 machine-written samples found at 1 % false positives
 * @param truePositiveRateAt5 the same at 5 %
 * @param calibrationErrorBefore expected calibration error (15 bins) before temperature scaling
 * @param calibrationErrorAfter the same after it
 * @param thresholdAt1 calibrated probability that at most 1 % of the human samples exceed; null when not known
 * @param thresholdAt5 the same for 5 %
 * @param mauve between the two sides of the calibration part; null where the detector has no embeddings, and where an earlier
 *     release calibrated
 */
public record DetectorQuality(
        int samples,
        double auroc,
        double truePositiveRateAt1,
        double truePositiveRateAt5,
        double calibrationErrorBefore,
        double calibrationErrorAfter,
        @Nullable Double thresholdAt1,
        @Nullable Double thresholdAt5,
        @Nullable Mauve mauve) {

    public DetectorQuality {
        Checks.within("quality.samples", samples, 0, Integer.MAX_VALUE);
        Checks.within("quality.auroc", auroc, 0, 1);
        Checks.within("quality.truePositiveRateAt1", truePositiveRateAt1, 0, 1);
        Checks.within("quality.truePositiveRateAt5", truePositiveRateAt5, 0, 1);
        Checks.within("quality.calibrationErrorBefore", calibrationErrorBefore, 0, 1);
        Checks.within("quality.calibrationErrorAfter", calibrationErrorAfter, 0, 1);
        if (thresholdAt1 != null) {
            Checks.within("quality.thresholdAt1", thresholdAt1, 0, 1);
        }
        if (thresholdAt5 != null) {
            Checks.within("quality.thresholdAt5", thresholdAt5, 0, 1);
        }
    }

    /** A quality without thresholds. */
    public DetectorQuality(
            int samples,
            double auroc,
            double truePositiveRateAt1,
            double truePositiveRateAt5,
            double calibrationErrorBefore,
            double calibrationErrorAfter) {
        this(
                samples,
                auroc,
                truePositiveRateAt1,
                truePositiveRateAt5,
                calibrationErrorBefore,
                calibrationErrorAfter,
                null,
                null,
                null);
    }

    /** The same with MAUVE. */
    public DetectorQuality with(@Nullable Mauve measured) {
        return new DetectorQuality(
                samples,
                auroc,
                truePositiveRateAt1,
                truePositiveRateAt5,
                calibrationErrorBefore,
                calibrationErrorAfter,
                thresholdAt1,
                thresholdAt5,
                measured);
    }
}
