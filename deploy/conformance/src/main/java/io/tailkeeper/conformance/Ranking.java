package io.tailkeeper.conformance;

import io.tailkeeper.measures.RocCurve;

/**
 * How well scores rank machine-written above human text.
 *
 * @param auroc area under the ROC curve, ties counted half
 * @param margin half the width of its 95 % interval (Hanley and McNeil)
 * @param truePositiveRateAt5 machine-written texts found at 5 % false positives
 * @param betterThanChance whether the lower end of the interval is above 0.5
 */
record Ranking(double auroc, double margin, double truePositiveRateAt5, boolean betterThanChance) {

    static Ranking of(double[] human, double[] machine) {
        RocCurve curve = RocCurve.of(human, machine);
        return new Ranking(curve.auroc(), curve.margin(), curve.truePositiveRate(0.05), curve.isBetterThanChance());
    }
}
