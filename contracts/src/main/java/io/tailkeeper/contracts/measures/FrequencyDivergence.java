package io.tailkeeper.contracts.measures;

import java.util.Arrays;

/**
 * Kullback-Leibler divergence between two distributions that are known by counts, in nats. Entry i of both arguments is of the same
 * word or token; entries are summed in their order, so equal counts give equal bits.
 *
 * <p>The published form: what the second side lacks counts there with probability {@value #EPSILON}; the rest is not renormalised
 * (as ForTIFAI, arXiv 2509.08972). Each such entry costs about 20 nats times its frequency, so on a short text the figure mostly
 * tells how much came once.
 *
 * <p>The smoothed form: every entry that either side has counts {@value #ADDED} more on both sides, (c + 1/2) / (N + V/2), with V
 * those entries. 1/2 is Jeffreys' prior (Krichevsky and Trofimov, IEEE Transactions on Information Theory 27, 1981). At equal totals
 * what came once, and on one side alone, costs ln 3 times its frequency. Both sides are smoothed, so that equal counts have 0.
 */
public final class FrequencyDivergence {

    /** Probability of what the second side lacks, in the published form. */
    public static final double EPSILON = 1e-10;

    /** What the smoothed form adds to the count of each entry. */
    public static final double ADDED = 0.5;

    private FrequencyDivergence() {}

    /** KL(first || second) in the published form, 0 when the first side is empty. */
    public static double published(long[] first, long[] second) {
        requireAligned(first, second);
        double firstTotal = total(first);
        double secondTotal = total(second);
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] > 0) {
                double p = first[i] / firstTotal;
                double q = second[i] == 0 ? EPSILON : second[i] / secondTotal;
                sum += p * Math.log(p / q);
            }
        }
        return Math.max(0, sum);
    }

    /** KL(first || second) in the smoothed form, 0 when both sides are empty. */
    public static double smoothed(long[] first, long[] second) {
        requireAligned(first, second);
        int entries = 0;
        for (int i = 0; i < first.length; i++) {
            entries += first[i] > 0 || second[i] > 0 ? 1 : 0;
        }
        double firstTotal = total(first) + ADDED * entries;
        double secondTotal = total(second) + ADDED * entries;
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] > 0 || second[i] > 0) {
                double p = (first[i] + ADDED) / firstTotal;
                double q = (second[i] + ADDED) / secondTotal;
                sum += p * Math.log(p / q);
            }
        }
        return Math.max(0, sum);
    }

    /** The sum of some counts. */
    static long total(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    static void requireAligned(long[] first, long[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "counts of " + first.length + " and of " + second.length + " entries cannot be compared");
        }
    }
}
