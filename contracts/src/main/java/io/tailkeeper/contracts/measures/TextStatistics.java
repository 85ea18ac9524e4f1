package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of one side. Figures that depend on the length of a text are of equally many words of both sides.
 *
 * @param tailMass share of words that are among the rarest tenth of human types, which are those of the other half of the human
 *     text for the human side
 * @param zipfSlope slope of log frequency on log rank, ranks 10 to 10,000; null for fewer than 19 types
 * @param collisionProbability probability that two words are the same, sum of p^2, without bias
 * @param collisionStandardError standard error of that, words taken as independent
 * @param effectiveVocabulary exp of the entropy of the word frequencies, words
 * @param distinct1 different words as a share of the first 2,000; null where there are fewer
 * @param distinct2 different bigrams as a share of all within the same words
 * @param distinct3 different trigrams as a share of all within the same words
 * @param readingEase Flesch's reading ease; null for scripts that are not Latin
 * @param meanWords words a document
 * @param entropyRate matching estimate over the words in sequence, at most the first 100,000, bits a word
 * @param rankFrequencies how often words of some ranks come, ranks about equally far apart in their logarithm; null where an earlier
 *     release measured
 */
public record TextStatistics(
        double tailMass,
        @Nullable Double zipfSlope,
        double collisionProbability,
        double collisionStandardError,
        double effectiveVocabulary,
        @Nullable Double distinct1,
        @Nullable Double distinct2,
        @Nullable Double distinct3,
        @Nullable Double readingEase,
        double meanWords,
        double entropyRate,
        @Nullable List<WordRank> rankFrequencies) {

    public TextStatistics {
        Checks.within("tailMass", tailMass, 0, 1);
        if (zipfSlope != null) {
            Checks.finite("zipfSlope", zipfSlope);
        }
        Checks.within("collisionProbability", collisionProbability, 0, 1);
        Checks.within("collisionStandardError", collisionStandardError, 0, 1);
        Checks.within("effectiveVocabulary", effectiveVocabulary, 1, Integer.MAX_VALUE);
        requireShare("distinct1", distinct1);
        requireShare("distinct2", distinct2);
        requireShare("distinct3", distinct3);
        if (readingEase != null) {
            Checks.finite("readingEase", readingEase);
        }
        Checks.notNegative("meanWords", meanWords);
        Checks.notNegative("entropyRate", entropyRate);
        rankFrequencies = WordRank.checked(rankFrequencies);
    }

    private static void requireShare(String name, @Nullable Double share) {
        if (share != null) {
            Checks.within(name, share, 0, 1);
        }
    }
}
