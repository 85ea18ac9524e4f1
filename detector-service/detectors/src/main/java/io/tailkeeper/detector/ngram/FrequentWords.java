package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.LabelledText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words that say little of what a text is about, because human texts of every kind have them.
 *
 * @param words in lower case, each once
 */
record FrequentWords(List<String> words) {

    /** Number of words that are looked for. */
    static final int COUNT = 300;

    FrequentWords {
        words = List.copyOf(words);
    }

    /** The words found in the largest share of human texts, the mean over their sources; in the order of that share. */
    static FrequentWords of(List<LabelledText> texts) {
        Map<String, Map<String, Integer>> found = new TreeMap<>(); // source -> word -> texts
        Map<String, Integer> sizes = new HashMap<>();
        for (LabelledText text : texts) {
            if (!text.machineWritten()) {
                Map<String, Integer> of = found.computeIfAbsent(text.source(), _ -> new HashMap<>());
                Set<String> distinct = new HashSet<>();
                DistortedNgrams.words(text.text(), distinct::add);
                distinct.forEach(word -> of.merge(word, 1, Integer::sum));
                sizes.merge(text.source(), 1, Integer::sum);
            }
        }
        Map<String, Double> shares = new HashMap<>();
        found.forEach((source, of) -> {
            int size = Objects.requireNonNull(sizes.get(source), source);
            of.forEach((word, count) -> shares.merge(word, (double) count / size, Double::sum));
        });
        return new FrequentWords(shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COUNT)
                .map(Map.Entry::getKey)
                .toList());
    }
}
