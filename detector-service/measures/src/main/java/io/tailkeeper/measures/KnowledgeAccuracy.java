package io.tailkeeper.measures;

import java.util.Arrays;
import java.util.Random;

/**
 * How often the true one of two sentences wins, and how far chance in the choice of items could have moved that.
 *
 * <p>The interval is the percentile bootstrap (Efron, 1979): {@value #RESAMPLES} times as many items are drawn with replacement, and
 * the ends are the 50th and the 1,950th of the accuracies in order. Equal arguments give equal bits: draws are those of
 * {@link Random}, whose algorithm is specified.
 *
 * @param accuracy share of items won by the true sentence, a tie counting half; chance is 0.5
 * @param low lower end of its 95 % interval
 * @param high upper end
 */
public record KnowledgeAccuracy(double accuracy, double low, double high) {

    private static final int RESAMPLES = 2_000;
    private static final int TAIL = 50; // 2.5 % of them

    /**
     * The accuracy of some items.
     *
     * @param ofTrue mean log-probability of each true sentence, (n); -infinity is allowed
     * @param ofFalse the same of the false ones, (n)
     * @param seed of the draws
     * @throws IllegalArgumentException when there are no items, or a mean is no number
     */
    public static KnowledgeAccuracy of(double[] ofTrue, double[] ofFalse, long seed) {
        if (ofTrue.length == 0 || ofTrue.length != ofFalse.length) {
            throw new IllegalArgumentException("there are " + ofTrue.length + " true sentences and " + ofFalse.length
                    + " false ones; give as many of each, at least one");
        }
        int[] halves = new int[ofTrue.length]; // 2 for a win, 1 for a tie
        long won = 0;
        for (int i = 0; i < halves.length; i++) {
            if (Double.isNaN(ofTrue[i]) || Double.isNaN(ofFalse[i])) {
                throw new IllegalArgumentException("the mean log-probability of item " + i + " is no number");
            }
            halves[i] = ofTrue[i] > ofFalse[i] ? 2 : ofTrue[i] == ofFalse[i] ? 1 : 0;
            won += halves[i];
        }
        long[] sums = resampled(halves, new Random(seed));
        double all = 2.0 * halves.length;
        return new KnowledgeAccuracy(won / all, sums[TAIL - 1] / all, sums[RESAMPLES - TAIL - 1] / all);
    }

    private static long[] resampled(int[] halves, Random random) {
        long[] sums = new long[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int draw = 0; draw < halves.length; draw++) {
                sums[resample] += halves[random.nextInt(halves.length)];
            }
        }
        Arrays.sort(sums);
        return sums;
    }
}
