package io.tailkeeper.metrics.text;

/**
 * exp(H) of the word frequencies, H = -sum p ln p: how many equally frequent words would be as hard to guess (the perplexity of a
 * unigram model on its own text; Hill's number of order 1, Ecology 54, 1973).
 *
 * <p>Frequencies are those of the text, uncorrected: a short text has fewer, so it compares at equal numbers of words.
 */
final class EffectiveVocabulary {

    private EffectiveVocabulary() {}

    /** The number, 1 to the number of types, of a text of at least one word. */
    static double of(WordCounts text) {
        double entropy = 0;
        for (int count : text.ascending()) {
            double p = (double) count / text.total();
            entropy -= p * Math.log(p);
        }
        return Math.clamp(Math.exp(entropy), 1, text.types()); // rounding leaves it by some 1e-16
    }
}
