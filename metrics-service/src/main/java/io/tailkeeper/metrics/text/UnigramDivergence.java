package io.tailkeeper.metrics.text;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Kullback-Leibler divergence between the word frequencies of two texts, in nats.
 *
 * <p>The published form: a word that the second text lacks counts there with probability {@value #EPSILON}; the rest is not
 * renormalised (as ForTIFAI, arXiv 2509.08972). Each such word costs about 20 nats times its frequency, so on a short text the
 * figure mostly tells how many words came once.
 *
 * <p>The smoothed form: every word of either text counts {@value #ADDED} more on both sides, (c + 1/2) / (N + V/2), with V the
 * words of either text. 1/2 is Jeffreys' prior (Krichevsky and Trofimov, IEEE Transactions on Information Theory 27, 1981). At
 * equal lengths a word that came once, and on one side alone, costs ln 3 times its frequency. Both sides are smoothed, so that
 * equal texts have 0.
 *
 * <p>Words are summed in their natural order, so equal texts give equal bits.
 */
public final class UnigramDivergence {

    /** Probability of a word that the second text lacks, in the published form. */
    public static final double EPSILON = 1e-10;

    /** What the smoothed form adds to the count of each word. */
    public static final double ADDED = 0.5;

    private UnigramDivergence() {}

    /** KL(first || second) in the published form, 0 when the first text is empty. */
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

    /** KL(first || second) in the smoothed form, 0 when both texts are empty. */
    static double smoothed(WordCounts first, WordCounts second) {
        SortedSet<String> words = first.union(second);
        double firstTotal = first.total() + ADDED * words.size();
        double secondTotal = second.total() + ADDED * words.size();
        double sum = 0;
        for (String word : words) {
            double p = (first.of(word) + ADDED) / firstTotal;
            double q = (second.of(word) + ADDED) / secondTotal;
            sum += p * Math.log(p / q);
        }
        return Math.max(0, sum);
    }
}
