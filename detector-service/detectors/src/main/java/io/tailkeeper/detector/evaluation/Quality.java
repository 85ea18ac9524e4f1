package io.tailkeeper.detector.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well texts are told apart and how honest their probabilities are. What needs a class that is missing is NaN.
 *
 * @param auroc chance that a machine-written text ranks above a human one, ties counting half
 * @param truePositiveRate1 share of machine-written texts found when 1 % of the human ones of this set may be accused
 * @param truePositiveRate5 the same at 5 %
 * @param calibrationError expected calibration error, 15 bins of equal width
 * @param brier mean squared distance of probability and truth
 */
public record Quality(
        double auroc, double truePositiveRate1, double truePositiveRate5, double calibrationError, double brier) {

    /** A figure and its name in reports. */
    public record Figure(String name, ToDoubleFunction<Quality> value) {}

    /** Every figure, in the order of reports. */
    public static final List<Figure> FIGURES = List.of(
            new Figure("auroc", Quality::auroc),
            new Figure("truePositiveRateAt1Percent", Quality::truePositiveRate1),
            new Figure("truePositiveRateAt5Percent", Quality::truePositiveRate5),
            new Figure("calibrationError", Quality::calibrationError),
            new Figure("brier", Quality::brier));

    static Quality of(double[] figures) {
        return new Quality(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }
}
