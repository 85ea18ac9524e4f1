package io.tailkeeper.selection;

import java.util.Arrays;

/**
 * Golden-ratio weighting (arXiv 2502.18049): of n real and m synthetic samples, k = n / m, the real ones together have weight
 * {@code w = (sqrt(k^2 + 4 k) - k) / 2}, so {@code w (n + m) / n} each, and the synthetic ones {@code (1 - w)(n + m) / m}. k = 1
 * gives 0.618. Weights have mean 1.
 *
 * <p>By probabilities of being human instead of the truth (our derivation): n and m are their sums, and a sample has the mean of
 * both weights by its own probability.
 */
final class GoldenRatio {

    private GoldenRatio() {}

    /** The weight of the real group. */
    static double realWeight(double k) {
        return k > 1e6 ? 1 - 1 / k : (Math.sqrt(k * k + 4 * k) - k) / 2; // the difference of large numbers is lost
    }

    /**
     * The weights of a pool.
     *
     * @param human probability of each sample of being human, 0 to 1; all 0 or all 1 weigh alike
     */
    static double[] weights(double[] human) {
        double real = Arrays.stream(human).sum();
        double synthetic = human.length - real;
        if (real <= 0 || synthetic <= 0) {
            double[] equal = new double[human.length];
            Arrays.fill(equal, 1);
            return equal;
        }
        double weight = realWeight(real / synthetic);
        double ofReal = weight * human.length / real;
        double ofSynthetic = (1 - weight) * human.length / synthetic;
        return Arrays.stream(human).map(p -> p * ofReal + (1 - p) * ofSynthetic).toArray();
    }
}
