package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.measures.TokenDivergence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model's own text says by its tokens. They are those of the model's vocabulary: few enough for a sample to show nearly all
 * that come, which its words are not.
 */
final class TokenComparison {

    private TokenComparison() {}

    /**
     * How far the frequencies lie apart. Both sides, in the order given, are cut to the number of tokens of the shorter one.
     *
     * @return null where a document came without its tokens, or a side has none
     */
    static @Nullable TokenDivergence divergence(List<MeasuredText> machine, List<MeasuredText> human) {
        List<String> ofMachine = tokens(machine);
        List<String> ofHuman = tokens(human);
        int tokens = Math.min(ofMachine.size(), ofHuman.size());
        if (tokens == 0) {
            return null;
        }
        List<String> machineTokens = ofMachine.subList(0, tokens);
        List<String> humanTokens = ofHuman.subList(0, tokens);
        WordCounts machineCounts = WordCounts.of(machineTokens);
        WordCounts humanCounts = WordCounts.of(humanTokens);
        return new TokenDivergence(
                tokens,
                UnigramDivergence.of(machineTokens, humanTokens),
                UnigramDivergence.of(humanTokens, machineTokens),
                UnigramDivergence.smoothed(machineCounts, humanCounts),
                UnigramDivergence.smoothed(humanCounts, machineCounts),
                JensenShannon.of(machineCounts, humanCounts));
    }

    /** None where one is not known: a part of the documents is not all of them. */
    private static List<String> tokens(List<MeasuredText> documents) {
        List<String> tokens = new ArrayList<>();
        for (MeasuredText document : documents) {
            if (document.tokens() == null) {
                return List.of();
            }
            document.tokens().ids().forEach(id -> tokens.add(id.toString()));
        }
        return tokens;
    }

    /**
     * How sure the model is of what it wrote.
     *
     * @return null where it did not say so of every document, or wrote nothing
     */
    static @Nullable OwnConfidence confidence(List<MeasuredText> machine) {
        List<Double> probabilities = new ArrayList<>();
        for (MeasuredText document : machine) {
            TextTokens tokens = document.tokens();
            if (tokens == null || tokens.probabilities() == null) {
                return null;
            }
            probabilities.addAll(Objects.requireNonNull(tokens.probabilities()));
        }
        if (probabilities.isEmpty()) {
            return null;
        }
        long[] bins = new long[Confidence.BINS];
        double sum = 0;
        for (double probability : probabilities) {
            bins[Math.min(Confidence.BINS - 1, (int) (probability * Confidence.BINS))]++;
            sum += probability;
        }
        return new OwnConfidence(
                Arrays.stream(bins).boxed().toList(),
                sum / probabilities.size(),
                shareAbove(0.9, probabilities),
                shareAbove(0.99, probabilities));
    }

    private static double shareAbove(double least, List<Double> probabilities) {
        long above = probabilities.stream().filter(each -> each > least).count();
        return (double) above / probabilities.size();
    }
}
