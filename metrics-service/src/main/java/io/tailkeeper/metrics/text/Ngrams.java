package io.tailkeeper.metrics.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the n-grams of a document; an n-gram is its words joined by a space, which no word holds. */
final class Ngrams {

    private Ngrams() {}

    static Map<String, Integer> counts(List<String> tokens, int order) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + order <= tokens.size(); i++) {
            counts.merge(String.join(" ", tokens.subList(i, i + order)), 1, Integer::sum);
        }
        return counts;
    }
}
