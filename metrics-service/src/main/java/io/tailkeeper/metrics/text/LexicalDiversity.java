package io.tailkeeper.metrics.text;

import java.util.List;

/**
 * How little the documents repeat themselves: the mean over documents of the product over n = 2, 3, 4 of
 * (1 - rep_n), where 1 - rep_n = unique n-grams / n-grams of the document.
 *
 * <p>Between 0 (one word over and over) and 1 (no n-gram twice).
 */
public final class LexicalDiversity {

    private static final int SHORTEST_NGRAM = 2;
    private static final int LONGEST_NGRAM = 4;

    private LexicalDiversity() {}

    /**
     * The diversity of documents given as words. A document too short for an order leaves that order out; one without a
     * single bigram says nothing about repetition and is not in the mean. No document in the mean: 0.
     */
    public static double of(List<List<String>> documents) {
        return documents.stream()
                .filter(document -> document.size() >= SHORTEST_NGRAM)
                .mapToDouble(LexicalDiversity::ofDocument)
                .average()
                .orElse(0);
    }

    private static double ofDocument(List<String> document) {
        double product = 1;
        for (int order = SHORTEST_NGRAM; order <= Math.min(LONGEST_NGRAM, document.size()); order++) {
            int total = document.size() - order + 1;
            product *= (double) Ngrams.counts(document, order).size() / total;
        }
        return product;
    }
}
