package io.tailkeeper.metrics.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Self-BLEU-4: the mean BLEU of each document against all others, so high values mean documents that resemble each
 * other (Zhu et al., Texygen, arXiv 1802.01886).
 *
 * <p>BLEU with uniform weights over n = 1 to 4, brevity penalty against the reference of the closest length (the shorter
 * one of two), and smoothing method 1 of Chen and Cherry (2014): {@value #EPSILON} for a count of zero matches. A document
 * that shares no word with the others has BLEU 0. At most {@value #SAMPLED_DOCUMENTS} documents, evenly spaced, are
 * taken; each is a hypothesis once, against all other sampled ones as references.
 */
public final class SelfBleu {

    /** Most documents that take part, so at most this many hypotheses, with one reference less each. */
    public static final int SAMPLED_DOCUMENTS = 1_000;

    static final double EPSILON = 0.1;
    private static final int LONGEST_NGRAM = 4;

    private final List<List<String>> documents;
    private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

    private SelfBleu(List<List<String>> documents) {
        this.documents = documents;
        documents.forEach(document -> lengths.merge(document.size(), 1, Integer::sum));
    }

    /** Self-BLEU of documents given as words, 0 to 1; 0 for fewer than two documents. */
    public static double of(List<List<String>> documents) {
        return documents.size() < 2 ? 0 : new SelfBleu(sampled(documents)).mean();
    }

    private static List<List<String>> sampled(List<List<String>> documents) {
        int count = Math.min(SAMPLED_DOCUMENTS, documents.size());
        List<List<String>> sample = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sample.add(documents.get((int) ((long) i * documents.size() / count)));
        }
        return sample;
    }

    private double mean() {
        double[] logPrecisions = new double[documents.size()];
        for (int order = 1; order <= LONGEST_NGRAM; order++) {
            addLogPrecisions(order, logPrecisions);
        }
        double sum = 0;
        for (int i = 0; i < logPrecisions.length; i++) {
            sum += brevityPenalty(documents.get(i).size()) * Math.exp(logPrecisions[i] / LONGEST_NGRAM);
        }
        return sum / logPrecisions.length;
    }

    private void addLogPrecisions(int order, double[] logPrecisions) {
        List<Map<String, Integer>> counts =
                documents.stream().map(tokens -> Ngrams.counts(tokens, order)).toList();
        Map<String, Highest> references = new HashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            int document = i;
            counts.get(i).forEach((ngram, count) -> references
                    .computeIfAbsent(ngram, _ -> new Highest())
                    .add(document, count));
        }
        for (int i = 0; i < logPrecisions.length; i++) {
            logPrecisions[i] += Math.log(precision(i, order, counts.get(i), references));
        }
    }

    private double precision(int document, int order, Map<String, Integer> counts, Map<String, Highest> references) {
        int matches = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            Highest highest = Objects.requireNonNull(references.get(entry.getKey()), "all n-grams are counted");
            matches += Math.min(entry.getValue(), highest.without(document));
        }
        int total = Math.max(1, documents.get(document).size() - order + 1);
        if (matches == 0) {
            return order == 1 ? 0 : EPSILON / total;
        }
        return (double) matches / total;
    }

    private double brevityPenalty(int length) {
        if (length == 0) {
            return 0;
        }
        if (lengths.getOrDefault(length, 0) > 1) {
            return 1;
        }
        Integer shorter = lengths.lowerKey(length);
        Integer longer = lengths.higherKey(length);
        boolean longerIsCloser = shorter == null || (longer != null && longer - length < length - shorter);
        return longerIsCloser ? Math.exp(1 - (double) longer / length) : 1;
    }

    /** The highest count of an n-gram in one document and the highest in any other. */
    private static final class Highest {
        private int holder = -1;
        private int first;
        private int second;

        void add(int document, int count) {
            if (count > first) {
                second = first;
                first = count;
                holder = document;
            } else if (count > second) {
                second = count;
            }
        }

        int without(int document) {
            return holder == document ? second : first;
        }
    }
}
