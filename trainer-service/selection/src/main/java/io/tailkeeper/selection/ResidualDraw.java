package io.tailkeeper.selection;

import io.tailkeeper.selection.LargestKeys.Keyed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Draws every sample as often as its weight asks for. Sample i is expected {@code k_i = min(maxRepeats, n w_i / sum w)}
 * times: it is there floor(k_i) times, and once more with probability k_i - floor(k_i). So equal weights draw every sample
 * alike, and a draw adds little to the variance of the weights (residual resampling, Liu and Chen 1998).
 *
 * <p>The once-more are a Pareto sample (Rosén 1997): of fixed size, in any order, by the keys
 * {@code logit(f) - logit(u)} with one uniform u of each sample.
 *
 * <p>The draw has round(sum k_i) documents, which is less than n where a weight asks for more than maxRepeats: what is cut
 * off is not filled up with samples whose weight does not ask for it. The optimizer passes over a short draw more often.
 */
final class ResidualDraw {

    /** k_i this little below a whole number is that number: sums of equal weights are not exact. */
    private static final double ROUNDING = 1e-9;

    private final int[] copies;
    private final double[] fractions;

    /**
     * A draw.
     *
     * @param documents n
     * @param maxRepeats copies of a sample at most
     * @param weights of the samples, finite and not negative
     */
    ResidualDraw(int documents, int maxRepeats, double[] weights) {
        copies = new int[weights.length];
        fractions = new double[weights.length];
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int i = 0; i < weights.length && total > 0; i++) {
            double expected = Math.min(maxRepeats, documents * weights[i] / total);
            copies[i] = (int) Math.floor(expected + ROUNDING);
            fractions[i] = Math.max(0, expected - copies[i]);
        }
    }

    /** The effective number of human samples that the draw is expected to hold, the noise of rounding included. */
    double effectiveHumans(HumanProbabilities human) {
        double[] mean = new double[copies.length];
        double[] squares = new double[copies.length];
        for (int i = 0; i < copies.length; i++) {
            mean[i] = copies[i] + fractions[i];
            squares[i] = mean[i] * mean[i] + fractions[i] * (1 - fractions[i]);
        }
        return human.effectiveHumans(mean, squares);
    }

    /**
     * The copies that are drawn, in the order of the pool; none when nothing has weight.
     *
     * @param pool the samples that the weights belong to
     * @param seeds decides a sample's rounding
     */
    List<Candidate> of(List<Candidate> pool, ToLongFunction<Candidate> seeds) {
        double rest = 0;
        for (double fraction : fractions) {
            rest += fraction;
        }
        LargestKeys onceMore = LargestKeys.of(Math.toIntExact(Math.round(rest)));
        for (int i = 0; i < fractions.length; i++) {
            if (fractions[i] > 0) {
                double key = logit(fractions[i]) - logit(Uniform.of(seeds.applyAsLong(pool.get(i))));
                onceMore.offer(new Keyed(key, pool.get(i), i));
            }
        }
        int[] drawn = copies.clone();
        onceMore.bySample().forEach(keyed -> drawn[keyed.copy()]++);
        List<Candidate> documents = new ArrayList<>();
        for (int i = 0; i < drawn.length; i++) {
            for (int copy = 0; copy < drawn[i]; copy++) {
                documents.add(pool.get(i));
            }
        }
        return documents;
    }

    private static double logit(double probability) {
        return Math.log(probability) - Math.log1p(-probability);
    }
}
