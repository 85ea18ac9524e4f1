package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.util.List;

/**
 * One side of a comparison: its documents whole, and as many of its words as the other side has.
 *
 * @param documents the documents as words
 * @param words the words of all documents in sequence, cut to the length of the shorter side
 * @param counts of the words
 */
record TextSide(List<List<String>> documents, List<String> words, WordCounts counts) {

    /** Fewer words have no collision whose error is known. */
    static final int LEAST_WORDS = 3;

    /** Words of which the entropy rate is taken; the matcher takes up to 200 bytes a word. */
    private static final int MAX_ENTROPY_WORDS = 100_000;

    static TextSide of(List<List<String>> documents, List<String> words) {
        return new TextSide(documents, words, WordCounts.of(words));
    }

    /** The statistics of at least {@value #LEAST_WORDS} words. */
    TextStatistics statistics(double tailMass) {
        CollisionProbability collisions = CollisionProbability.of(counts);
        DistinctNgrams ngrams = DistinctNgrams.within(documents);
        return new TextStatistics(
                tailMass,
                ZipfSlope.of(counts),
                collisions.value(),
                collisions.standardError(),
                EffectiveVocabulary.of(counts),
                ngrams == null ? null : ngrams.of(1),
                ngrams == null ? null : ngrams.of(2),
                ngrams == null ? null : ngrams.of(3),
                ReadingEase.of(documents),
                documents.stream().mapToInt(List::size).average().orElse(0),
                EntropyRate.ofWords(words.subList(0, Math.min(MAX_ENTROPY_WORDS, words.size()))),
                RankFrequencies.of(counts));
    }

    /** How far this side's words lie from human ones. */
    TextDivergence divergence(TextSide human) {
        return new TextDivergence(
                JensenShannon.of(counts, human.counts),
                UnigramDivergence.smoothed(counts, human.counts),
                UnigramDivergence.smoothed(human.counts, counts));
    }
}
