package io.tailkeeper.selection;

import java.util.Arrays;
import java.util.List;

/**
 * Weights by the age of a text in generations, {@code w = rho^age}, of mean 1: below 1 the newest text weighs most, above 1 the
 * oldest. Weights that differ over generations beat equal ones in estimation from text that a learner's own predecessors
 * wrote in part (arXiv 2601.15468); these weights are ours.
 */
final class GenerationDecay {

    private GenerationDecay() {}

    /**
     * The weights of a pool, in its order.
     *
     * @param pool scored by age in generations, 0 or more
     * @param rho decay, above 0
     * @throws IllegalArgumentException when a sample has no age
     */
    static double[] weights(List<Candidate> pool, double rho) {
        double[] logarithms = new double[pool.size()];
        for (int i = 0; i < logarithms.length; i++) {
            double age = pool.get(i).score();
            if (Double.isNaN(age)) {
                throw new IllegalArgumentException("selection: sample "
                        + pool.get(i).sampleId() + " has no age, which GENERATION_DECAY weighs by");
            }
            logarithms[i] = age * Math.log(rho);
        }
        double largest = Arrays.stream(logarithms).max().orElse(0); // nothing overflows, and something is left
        double[] weights = Arrays.stream(logarithms)
                .map(logarithm -> Math.exp(logarithm - largest))
                .toArray();
        double mean = Arrays.stream(weights).sum() / weights.length;
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }
}
