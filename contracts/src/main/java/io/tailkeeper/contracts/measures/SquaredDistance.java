package io.tailkeeper.contracts.measures;

/**
 * Squared Euclidean distance between two distributions that are known by counts, sum (p_i - q_i)^2, without bias: with collision
 * probabilities by pairs (Simpson, Nature 163, 1949), S_p + S_q - 2 sum f_i g_i. So equal distributions have 0 in the mean, however few
 * words were counted, and a value may lie below 0.
 *
 * @param value the distance, -2 to 2
 * @param standardError of the value, words being drawn independently; words of one document are not, so it is a lower bound. With d
 *     = p - q and C the covariance of the counted difference, the variance of such a statistic of pairs is 4 d' C d + 2 tr(C^2)
 *     (Hoeffding, Annals of Mathematical Statistics 19, 1948). d as it was counted makes the first part too large by 4 tr(C^2) in the
 *     mean, so 4 d' C d - 2 tr(C^2) is taken, and no less than 2 tr(C^2), which is left where p = q
 */
public record SquaredDistance(double value, double standardError) {

    /** Fewer words have no pair. */
    private static final long LEAST = 2;

    /**
     * The distance of two sides' counts.
     *
     * @param first of each word how often it comes (V)
     * @param second the same of the other side (V)
     * @throws IllegalArgumentException where the counts differ in length, or a side has fewer than two words
     */
    public static SquaredDistance of(long[] first, long[] second) {
        FrequencyDivergence.requireAligned(first, second);
        double n = total(first);
        double m = total(second);
        double both = 0;
        double[] drift = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            both += first[i] / n * (second[i] / m);
            drift[i] = first[i] / n - second[i] / m;
        }
        double p = collisions(first);
        double q = collisions(second);
        double noise = 2
                * (products(first, n, first, n) / (n * n)
                        + products(second, m, second, m) / (m * m)
                        + 2 * products(first, n, second, m) / (n * m));
        double variance = 4 * variance(first, n, drift) / n + 4 * variance(second, m, drift) / m - noise;
        return new SquaredDistance(p + q - 2 * both, Math.sqrt(Math.max(noise, variance)));
    }

    /**
     * Collision probability sum p^2 without bias: the share of pairs of words that are the same.
     *
     * @throws IllegalArgumentException for fewer than two words
     */
    public static double collisions(long[] counts) {
        double n = total(counts);
        double pairs = 0;
        for (long count : counts) {
            pairs += (double) count * (count - 1);
        }
        return pairs / (n * (n - 1));
    }

    /** The trace of the product of two covariances of one word each, (diag p - p p') (diag q - q q'). */
    private static double products(long[] first, double n, long[] second, double m) {
        double both = 0;
        double cubes = 0;
        for (int i = 0; i < first.length; i++) {
            double p = first[i] / n;
            double q = second[i] / m;
            both += p * q;
            cubes += p * q * (p + q);
        }
        return both - cubes + both * both;
    }

    private static double variance(long[] counts, double total, double[] drift) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            double p = counts[i] / total;
            mean += p * drift[i];
            squares += p * drift[i] * drift[i];
        }
        return Math.max(0, squares - mean * mean);
    }

    private static double total(long[] counts) {
        long total = FrequencyDivergence.total(counts);
        if (total < LEAST) {
            throw new IllegalArgumentException("counts of " + total + " words have no pair to compare");
        }
        return total;
    }
}
