package io.tailkeeper.metrics.text;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often each word comes in a text. Words stand in their natural order, so sums over them give equal bits for equal texts. */
final class WordCounts {

    private final SortedMap<String, Integer> counts;
    private final int total;

    private WordCounts(SortedMap<String, Integer> counts, int total) {
        this.counts = counts;
        this.total = total;
    }

    static WordCounts of(List<String> words) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return new WordCounts(Collections.unmodifiableSortedMap(counts), words.size());
    }

    /** Words, each as often as it comes. */
    int total() {
        return total;
    }

    /** Different words. */
    int types() {
        return counts.size();
    }

    /** How often a word comes, 0 when it does not. */
    int of(String word) {
        return counts.getOrDefault(word, 0);
    }

    SortedMap<String, Integer> byWord() {
        return counts;
    }

    /** The counts, from the lowest. */
    int[] ascending() {
        return counts.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** The words of this text and another. */
    SortedSet<String> union(WordCounts other) {
        SortedSet<String> union = new TreeSet<>(counts.keySet());
        union.addAll(other.counts.keySet());
        return union;
    }
}
