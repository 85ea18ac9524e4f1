package io.tailkeeper.languagemodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Beam search once more, over plain loops and whole texts, without a cache, a batch or an early end: the independent value the real one
 * is held to. Also every continuation there is.
 */
final class NaiveBeams {

    private final NaiveModel model;
    private final int vocabulary;
    private final double penalty;
    private final Map<List<Integer>, double[]> known = new HashMap<>(); // log-probabilities after texts

    NaiveBeams(LanguageModel model, double penalty) {
        this.model = NaiveModel.of(model);
        this.vocabulary = model.config().vocabularySize();
        this.penalty = penalty;
    }

    record Found(List<Integer> tokens, double sum) {

        double mean() {
            return sum / tokens.size();
        }
    }

    /** The best of all continuations of {@code length} tokens, or fewer where {@code end} ends them. */
    Found best(int[] prompt, int length, int end) {
        return all(prompt, new Found(List.of(), 0), length, end).stream()
                .max(Comparator.comparingDouble(Found::mean))
                .orElseThrow();
    }

    private List<Found> all(int[] prompt, Found text, int length, int end) {
        if (text.tokens.size() == length || isClosed(text, end)) {
            return List.of(text);
        }
        return continued(prompt, text).stream()
                .flatMap(longer -> all(prompt, longer, length, end).stream())
                .toList();
    }

    /** The best that a search with so many beams finds. */
    Found search(int[] prompt, int length, int beams, int end) {
        List<Found> open = List.of(new Found(List.of(), 0));
        List<Found> closed = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            List<Found> candidates = open.stream()
                    .flatMap(text -> continued(prompt, text).stream())
                    .sorted(Comparator.comparingDouble((Found text) -> -text.sum))
                    .toList();
            candidates.stream().limit(beams).filter(text -> isClosed(text, end)).forEach(closed::add);
            open = candidates.stream()
                    .filter(text -> !isClosed(text, end))
                    .limit(beams)
                    .toList();
        }
        closed.addAll(open);
        return closed.stream().max(Comparator.comparingDouble(Found::mean)).orElseThrow();
    }

    private static boolean isClosed(Found text, int end) {
        return !text.tokens.isEmpty() && text.tokens.getLast() == end;
    }

    private List<Found> continued(int[] prompt, Found text) {
        double[] after = known.computeIfAbsent(
                Stream.concat(Arrays.stream(prompt).boxed(), text.tokens.stream())
                        .toList(),
                this::logProbabilities);
        return IntStream.range(0, vocabulary)
                .mapToObj(token -> {
                    List<Integer> longer = new ArrayList<>(text.tokens);
                    longer.add(token);
                    return new Found(longer, text.sum + after[token]);
                })
                .toList();
    }

    private double[] logProbabilities(List<Integer> read) {
        double[] logits = model.logits(read.stream().mapToInt(Integer::intValue).toArray())[read.size() - 1].clone();
        read.stream().distinct().forEach(token -> logits[token] *= logits[token] < 0 ? penalty : 1 / penalty);
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> logit - Math.log(sum)).toArray();
    }
}
