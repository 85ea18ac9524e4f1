package io.tailkeeper.measures.overlap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ROUGE-1 (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004): the words that a text and a reference share, in any
 * order. A text of c words in which word w comes c(w) times and a reference of r words in which it comes r(w) times share m = sum over
 * w of min(c(w), r(w)) words. Precision is P = m / c, recall R = m / r, and F1 = 2 P R / (P + R) = 2 m / (c + r).
 */
public final class Rouge1 {

    private Rouge1() {}

    /**
     * F1, 0 to 1; 0 where one of both has no word.
     *
     * @param text its words, each as often as it comes
     * @param reference the same
     */
    public static double f1(List<String> text, List<String> reference) {
        if (text.isEmpty() || reference.isEmpty()) {
            return 0;
        }
        Map<String, Integer> left = new HashMap<>();
        reference.forEach(word -> left.merge(word, 1, Integer::sum));
        long shared = text.stream()
                .filter(word -> left.merge(word, -1, Integer::sum) >= 0)
                .count();
        return 2.0 * shared / (text.size() + reference.size());
    }
}
