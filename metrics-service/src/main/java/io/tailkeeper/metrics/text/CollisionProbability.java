package io.tailkeeper.metrics.text;

/**
 * Probability that two words of a text are the same, S = sum p^2, and its standard error.
 *
 * <p>The estimator without bias counts pairs: sum c (c - 1) / (N (N - 1)) (Simpson, Nature 163, 1949). Its variance is that of a
 * mean over pairs of N independent words, 4 (N - 2) / (N (N - 1)) (Q - S^2) + 2 / (N (N - 1)) (S - S^2), with Q = sum p^3
 * estimated from triples.
 *
 * @param value 0 to 1
 * @param standardError of the value, words being drawn independently; words of one document are not, so it is a lower bound
 */
record CollisionProbability(double value, double standardError) {

    /** The probability in a text of at least three words. */
    static CollisionProbability of(WordCounts text) {
        double n = text.total();
        double pairs = 0;
        double triples = 0;
        for (double count : text.ascending()) {
            pairs += count * (count - 1);
            triples += count * (count - 1) * (count - 2);
        }
        double s = pairs / (n * (n - 1));
        double q = triples / (n * (n - 1) * (n - 2));
        double variance = (4 * (n - 2) * (q - s * s) + 2 * (s - s * s)) / (n * (n - 1));
        return new CollisionProbability(s, Math.sqrt(Math.max(0, variance)));
    }
}
