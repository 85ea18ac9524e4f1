package io.tailkeeper.metrics.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Probability mass on the rarest tenth of the human word types: what the tail of human language still weighs in a text.
 *
 * <p>The rarest tenth is that of the types of a human text by their counts. Types of the count at which the tenth ends belong to
 * it in the share that fills it, so no order among equally rare words decides. Mass is the share of a text's words that are such
 * types, each by its belonging.
 *
 * <p>Words are rare in a sample partly by chance, and come less often in the next one. So the human words are cut into two halves:
 * the tenth of each half weighs the other half, which is the human figure, and any other text, whose figure is the mean of both.
 * The two figures compare: a text from the human source has the human one, up to chance.
 */
final class TailMass {

    private static final double SHARE = 0.1;

    private final double human;
    private final Map<String, Double> first;
    private final Map<String, Double> second;

    private TailMass(double human, Map<String, Double> first, Map<String, Double> second) {
        this.human = human;
        this.first = first;
        this.second = second;
    }

    /** The tail of a human text of at least two words, the first half of which is followed by the second. */
    static TailMass of(List<String> human) {
        int middle = human.size() / 2;
        WordCounts before = WordCounts.of(human.subList(0, middle));
        WordCounts after = WordCounts.of(human.subList(middle, human.size()));
        Map<String, Double> first = rarest(before);
        Map<String, Double> second = rarest(after);
        return new TailMass((mass(first, after) + mass(second, before)) / 2, first, second);
    }

    /** The figure of the human text itself, 0 to 1. */
    double human() {
        return human;
    }

    /** The figure of another text of at least one word, 0 to 1. */
    double in(WordCounts text) {
        return (mass(first, text) + mass(second, text)) / 2;
    }

    /** How far each type belongs to the rarest tenth, 0 to 1; types that do not are left out. */
    static Map<String, Double> rarest(WordCounts text) {
        SortedMap<Integer, Integer> typesByCount = new TreeMap<>();
        Arrays.stream(text.ascending()).forEach(count -> typesByCount.merge(count, 1, Integer::sum));
        double left = SHARE * text.types();
        Map<Integer, Double> belonging = new HashMap<>();
        for (Map.Entry<Integer, Integer> types : typesByCount.entrySet()) {
            if (left <= 0) {
                break;
            }
            belonging.put(types.getKey(), Math.min(1, left / types.getValue()));
            left -= types.getValue();
        }
        Map<String, Double> rarest = new HashMap<>();
        text.byWord().forEach((word, count) -> {
            Double share = belonging.get(count);
            if (share != null) {
                rarest.put(word, share);
            }
        });
        return rarest;
    }

    private static double mass(Map<String, Double> rarest, WordCounts text) {
        double sum = 0;
        for (Map.Entry<String, Integer> word : text.byWord().entrySet()) {
            sum += word.getValue() * rarest.getOrDefault(word.getKey(), 0.0);
        }
        return sum / text.total();
    }
}
