package io.tailkeeper.metrics.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kullback-Leibler divergence between the word frequencies of two texts, in nats.
 *
 * <p>A word that the second text lacks counts there with probability {@value #EPSILON}; the rest is not renormalised (as
 * ForTIFAI, arXiv 2509.08972). Words are summed in their natural order, so equal texts give equal bits.
 */
public final class UnigramDivergence {

    /** Probability of a word that the second text lacks. */
    public static final double EPSILON = 1e-10;

    private UnigramDivergence() {}

    /** KL(first || second), 0 when the first text is empty. */
    public static double of(List<String> first, List<String> second) {
        Map<String, Integer> secondCounts = Ngrams.counts(second, 1);
        double sum = 0;
        for (Map.Entry<String, Integer> entry : new TreeMap<>(Ngrams.counts(first, 1)).entrySet()) {
            double p = (double) entry.getValue() / first.size();
            Integer matching = secondCounts.get(entry.getKey());
            double q = matching == null ? EPSILON : (double) matching / second.size();
            sum += p * Math.log(p / q);
        }
        return Math.max(0, sum);
    }
}
