package io.tailkeeper.selection;

import java.util.Arrays;
import java.util.List;

/**
 * A pool's probabilities of being human, 1 - q, as logarithms, and what a bias b makes of them: weights
 * {@code w = (1 - q)^b}. Sums are taken in the order given, from the largest weight's scale, so nothing overflows.
 */
final class HumanProbabilities {

    private final double[] logarithms;

    /** @param logarithms log(1 - q) of each sample; minus infinity for q = 1 */
    HumanProbabilities(double[] logarithms) {
        this.logarithms = logarithms.clone();
    }

    /**
     * Scores that are logarithms of weights, which a bias of 1 leaves as they are; nothing is said of who wrote a sample.
     *
     * @throws IllegalArgumentException when a sample has none
     */
    static HumanProbabilities scores(List<Candidate> pool) {
        return new HumanProbabilities(pool.stream()
                .mapToDouble(candidate -> {
                    if (Double.isNaN(candidate.score())) {
                        throw new IllegalArgumentException("selection: sample " + candidate.sampleId()
                                + " has no weight, which CONTRACTION draws by");
                    }
                    return candidate.score();
                })
                .toArray());
    }

    /** log w of a sample; a bias of 0 weighs everything alike, q = 1 included. */
    private static double logWeight(double logHuman, double bias) {
        return bias == 0 ? 0 : bias * logHuman;
    }

    int size() {
        return logarithms.length;
    }

    /** log w of every sample, in their order. */
    double[] logWeights(double bias) {
        return Arrays.stream(logarithms)
                .map(logHuman -> logWeight(logHuman, bias))
                .toArray();
    }

    /** Whether all weights are equal: there is nothing to choose by. */
    boolean allAlike(double bias) {
        double first = logarithms.length == 0 ? 0 : logWeight(logarithms[0], bias);
        return Arrays.stream(logarithms).allMatch(logHuman -> logWeight(logHuman, bias) == first);
    }

    /** (sum w)^2 / sum w^2; 0 when nothing has weight. */
    double effectiveSampleSize(double bias) {
        double scale = scale(bias);
        double sum = 0;
        double squares = 0;
        for (double logHuman : logarithms) {
            double weight = Math.exp(logWeight(logHuman, bias) - scale);
            sum += weight;
            squares += weight * weight;
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }

    /** The weights, scaled to a largest of 1; all 0 when nothing has weight. */
    double[] weights(double bias) {
        double scale = scale(bias);
        return Arrays.stream(logarithms)
                .map(logHuman -> Math.exp(logWeight(logHuman, bias) - scale))
                .toArray();
    }

    /** The weights, scaled to mean 1; not numbers when nothing has weight. */
    double[] meanOneWeights(double bias) {
        double[] weights = weights(bias);
        double mean = Arrays.stream(weights).sum() / weights.length;
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }

    /**
     * N_h(b) = (sum w p)^2 / sum w^2 with p = 1 - q, the effective number of human samples: as many human samples of equal
     * weight, and nothing else, would tell as much. It is largest at b = 1 (Cauchy and Schwarz) and falls from there.
     */
    double effectiveHumans(double bias) {
        double[] weights = weights(bias);
        return effectiveHumans(
                weights, Arrays.stream(weights).map(weight -> weight * weight).toArray());
    }

    /** The same of a draw that holds each sample with a mean and a mean square of copies. */
    double effectiveHumans(double[] copies, double[] squares) {
        double human = 0;
        double all = 0;
        for (int i = 0; i < logarithms.length; i++) {
            human += copies[i] * Math.exp(logarithms[i]);
            all += squares[i];
        }
        return all == 0 ? 0 : human * human / all;
    }

    /** alpha(b) = sum (1 - q)^(b + 1) / sum (1 - q)^b: the human share a draw is expected to have. */
    double expectedHumanShare(double bias) {
        double scale = scale(bias);
        double sum = 0;
        double human = 0;
        for (double logHuman : logarithms) {
            double weight = Math.exp(logWeight(logHuman, bias) - scale);
            sum += weight;
            human += weight * Math.exp(logHuman);
        }
        return sum == 0 ? 0 : human / sum;
    }

    private double scale(double bias) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logHuman : logarithms) {
            largest = Math.max(largest, logWeight(logHuman, bias));
        }
        return largest == Double.NEGATIVE_INFINITY ? 0 : largest;
    }
}
