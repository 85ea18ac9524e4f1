package io.tailkeeper.selection;

import io.tailkeeper.contracts.SelectionSpecification;
import java.util.Arrays;

/**
 * A pool's probabilities of being human, 1 - q, as logarithms, and what a bias b makes of them: weights
 * {@code w = (1 - q)^b}. Sums are taken in the order given, from the largest weight's scale, so nothing overflows.
 */
final class HumanProbabilities {

    private static final int HALVINGS = 60;

    private final double[] logarithms;

    /** @param logarithms log(1 - q) of each sample; minus infinity for q = 1 */
    HumanProbabilities(double[] logarithms) {
        this.logarithms = logarithms.clone();
    }

    /** log w of a sample; a bias of 0 weighs everything alike, q = 1 included. */
    private static double logWeight(double logHuman, double bias) {
        return bias == 0 ? 0 : bias * logHuman;
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

    /** The weights, scaled to mean 1; not numbers when nothing has weight. */
    double[] meanOneWeights(double bias) {
        double scale = scale(bias);
        double[] weights = Arrays.stream(logarithms)
                .map(logHuman -> Math.exp(logWeight(logHuman, bias) - scale))
                .toArray();
        double mean = Arrays.stream(weights).sum() / weights.length;
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
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

    /**
     * The bias to use: the stated one, or the smallest that reaches the target share; then lowered until the effective
     * sample size holds its floor. Both are monotone in b, so they are found by bisection.
     */
    double bias(SelectionSpecification specification) {
        double bias = specification.bias();
        if (specification.targetHumanShare() != null) {
            bias = smallestReaching(specification.targetHumanShare(), bias);
        }
        double floor = specification.minimumEffectiveShare() * logarithms.length;
        return effectiveSampleSize(bias) >= floor ? bias : largestHolding(floor, bias);
    }

    private double smallestReaching(double share, double most) {
        if (expectedHumanShare(0) >= share) {
            return 0;
        }
        double below = 0;
        double reaching = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (below + reaching) / 2;
            if (expectedHumanShare(middle) >= share) {
                reaching = middle;
            } else {
                below = middle;
            }
        }
        return reaching;
    }

    private double largestHolding(double floor, double most) {
        double holding = 0;
        double above = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (holding + above) / 2;
            if (effectiveSampleSize(middle) >= floor) {
                holding = middle;
            } else {
                above = middle;
            }
        }
        return holding;
    }

    private double scale(double bias) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logHuman : logarithms) {
            largest = Math.max(largest, logWeight(logHuman, bias));
        }
        return largest == Double.NEGATIVE_INFINITY ? 0 : largest;
    }
}
