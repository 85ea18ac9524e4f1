package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.measures.FrequencyDivergence;
import java.util.List;

/**
 * Kullback-Leibler divergence between the word frequencies of two texts, in nats: {@link FrequencyDivergence} over the words of
 * either text in their natural order.
 */
public final class UnigramDivergence {

    private UnigramDivergence() {}

    /** KL(first || second) in the published form, 0 when the first text is empty. */
    public static double of(List<String> first, List<String> second) {
        WordCounts firstCounts = WordCounts.of(first);
        WordCounts secondCounts = WordCounts.of(second);
        return FrequencyDivergence.published(aligned(firstCounts, secondCounts), aligned(secondCounts, firstCounts));
    }

    /** KL(first || second) in the smoothed form, 0 when both texts are empty. */
    static double smoothed(WordCounts first, WordCounts second) {
        return FrequencyDivergence.smoothed(aligned(first, second), aligned(second, first));
    }

    /** The counts of a text for each word of two texts. */
    private static long[] aligned(WordCounts counts, WordCounts other) {
        return counts.union(other).stream().mapToLong(counts::of).toArray();
    }
}
