package io.tailkeeper.metrics.text;

/**
 * Jensen-Shannon divergence between the word frequencies P and Q of two texts (Lin, IEEE Transactions on Information Theory
 * 37, 1991): (KL(P || M) + KL(Q || M)) / 2 with M = (P + Q) / 2, in nats.
 *
 * <p>It is symmetric, needs no smoothing, and lies between 0 (equal frequencies) and {@link #BOUND} (no word in common). Two
 * samples of one text do not have 0: the fewer words, the more, so figures compare at equal numbers of words.
 */
final class JensenShannon {

    /** The divergence of texts without a common word: ln 2. */
    static final double BOUND = Math.log(2);

    private JensenShannon() {}

    /** The divergence of two texts, each with at least one word. */
    static double of(WordCounts first, WordCounts second) {
        double sum = 0;
        for (String word : first.union(second)) {
            double p = (double) first.of(word) / first.total();
            double q = (double) second.of(word) / second.total();
            double middle = (p + q) / 2;
            sum += (part(p, middle) + part(q, middle)) / 2;
        }
        return Math.clamp(sum, 0, BOUND); // rounding leaves it by some 1e-16
    }

    private static double part(double p, double middle) {
        return p == 0 ? 0 : p * Math.log(p / middle);
    }
}
