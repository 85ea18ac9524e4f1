package io.tailkeeper.measures;

import java.util.Arrays;

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017): the sum over bins b of n_b / n
 * |mean probability - share of positives|, which is the sum over bins of |sum of (probability - truth)| / n. Bins are of equal
 * width.
 */
public final class CalibrationError {

    /** Number of bins, as in Guo et al. */
    public static final int BINS = 15;

    private CalibrationError() {}

    /**
     * The error of probabilities of being positive; not a number when there are none. Sums of a bin are taken in the order
     * given, which the last bits may depend on.
     *
     * @param probabilities 0 to 1
     * @param positive the truth, as many
     */
    public static double of(double[] probabilities, boolean[] positive) {
        int[] once = new int[probabilities.length];
        Arrays.fill(once, 1);
        return of(probabilities, positive, once);
    }

    /**
     * The error of a resample.
     *
     * @param counts how often each was drawn
     */
    public static double of(double[] probabilities, boolean[] positive, int[] counts) {
        CalibrationSum sum = new CalibrationSum();
        for (int i = 0; i < probabilities.length; i++) {
            sum.add(probabilities[i], positive[i], counts[i]);
        }
        return sum.error();
    }

    /** The bin of a probability, from 0; certainty is in the last. */
    public static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }
}
