package io.tailkeeper.metrics.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * distinct-n: different n-grams as a share of all n-grams (Li et al., arXiv 1510.03055), over a fixed budget of words.
 *
 * <p>The share falls with the length of a text, so everybody is given the same one: documents in their order until they have {@value
 * #BUDGET} words, the last one cut. No n-gram crosses the end of a document.
 */
final class DistinctNgrams {

    /** Words that are looked at. */
    static final int BUDGET = 2_000;

    private final List<List<String>> documents;

    private DistinctNgrams(List<List<String>> documents) {
        this.documents = documents;
    }

    /** Documents given as words, within the budget; null when they have fewer words than that. */
    static @Nullable DistinctNgrams within(List<List<String>> documents) {
        List<List<String>> taken = new ArrayList<>();
        int left = BUDGET;
        for (List<String> document : documents) {
            List<String> cut = document.subList(0, Math.min(left, document.size()));
            taken.add(cut);
            left -= cut.size();
        }
        return left == 0 ? new DistinctNgrams(taken) : null;
    }

    /** The share of n-grams of an order that are different, 0 to 1; 0 when no document has one. */
    double of(int order) {
        Set<List<String>> distinct = new HashSet<>();
        int total = 0;
        for (List<String> document : documents) {
            for (int i = 0; i + order <= document.size(); i++) {
                distinct.add(document.subList(i, i + order));
                total++;
            }
        }
        return total == 0 ? 0 : (double) distinct.size() / total;
    }
}
