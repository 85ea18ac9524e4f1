package io.tailkeeper.measures.generations;

/**
 * What collision probability, S = sum p^2, a chain of models may have that each learn the frequencies of a sample of the one before:
 * S_m = 1 - (1 - 1/n)^m (1 - S_0) after m generations of n words (Seddik et al., arXiv 2404.05090). It is the mean of the chain; S
 * clearly above it says that something beyond sampling takes the tails, such as a temperature below 1 or top-k.
 *
 * <p>The band is {@value #CHANCE} standard errors wide on either side. Each generation adds the variance of one sample of n words,
 * {@code e_0^2 N / n}, to those of measuring S_0 and S_m on N words. There e_0 is the standard error of S_0; the variances are
 * added as if the frequencies stayed those of generation 0, which is our derivation, not the paper's.
 *
 * @param low lower end, at least 0
 * @param expected S_m
 * @param high upper end, at most 1
 */
public record CollisionBand(double low, double expected, double high) {

    private static final double CHANCE = 1.96;

    /**
     * The band after some generations.
     *
     * @param first S_0, 0 to 1
     * @param firstError its standard error
     * @param measuredWords words on which S_0 and S_m are measured, N
     * @param trainedWords words that a generation learns from, n, at least 1
     * @param generations m, at least 0
     */
    public static CollisionBand of(
            double first, double firstError, double measuredWords, double trainedWords, int generations) {
        if (!(trainedWords >= 1) || generations < 0) {
            throw new IllegalArgumentException("collision band: " + trainedWords + " words in each of " + generations
                    + " generations; there must be at least one word and no negative number of generations");
        }
        double kept = Math.exp(generations * Math.log1p(-1 / trainedWords)); // 0 * -infinity is no number
        double expected = generations == 0 ? first : 1 - kept * (1 - first);
        double measuring = generations == 0 ? 1 : 2;
        double error = firstError * Math.sqrt(measuring + generations * measuredWords / trainedWords);
        return new CollisionBand(
                Math.max(0, expected - CHANCE * error), expected, Math.min(1, expected + CHANCE * error));
    }
}
