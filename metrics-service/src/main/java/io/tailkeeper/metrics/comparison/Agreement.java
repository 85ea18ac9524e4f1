package io.tailkeeper.metrics.comparison;

import org.jspecify.annotations.Nullable;

/**
 * How far two detectors agree on the same samples.
 *
 * @param rankCorrelation Spearman's, ties at their mean rank; null when one of the two says the same of every sample
 * @param sameSide share of the samples that both take for machine-written (above 0.5) or neither
 * @param kappa Cohen's, of these sides: agreement beyond chance; null when chance alone makes both agree on everything
 */
public record Agreement(@Nullable Double rankCorrelation, double sameSide, @Nullable Double kappa) {

    private static final double DECISION_THRESHOLD = 0.5;

    /** The agreement of two detectors' probabilities, in the same order of samples; at least one. */
    static Agreement of(double[] first, double[] second) {
        int bothAbove = 0;
        int firstAbove = 0;
        int secondAbove = 0;
        for (int i = 0; i < first.length; i++) {
            boolean above = first[i] > DECISION_THRESHOLD;
            boolean secondIsAbove = second[i] > DECISION_THRESHOLD;
            firstAbove += above ? 1 : 0;
            secondAbove += secondIsAbove ? 1 : 0;
            bothAbove += above && secondIsAbove ? 1 : 0;
        }
        double n = first.length;
        double same = (n - firstAbove - secondAbove + 2 * bothAbove) / n;
        double chance = (firstAbove / n) * (secondAbove / n) + (1 - firstAbove / n) * (1 - secondAbove / n);
        return new Agreement(
                correlation(Ranks.of(first), Ranks.of(second)),
                same,
                chance == 1 ? null : (same - chance) / (1 - chance));
    }

    /** Pearson's correlation of ranks, whose mean is (n + 1) / 2. */
    private static @Nullable Double correlation(double[] first, double[] second) {
        double mean = (first.length + 1) / 2.0;
        double products = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int i = 0; i < first.length; i++) {
            products += (first[i] - mean) * (second[i] - mean);
            firstSquares += (first[i] - mean) * (first[i] - mean);
            secondSquares += (second[i] - mean) * (second[i] - mean);
        }
        return firstSquares == 0 || secondSquares == 0 ? null : products / Math.sqrt(firstSquares * secondSquares);
    }
}
