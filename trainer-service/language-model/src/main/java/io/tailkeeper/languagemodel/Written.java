package io.tailkeeper.languagemodel;

/**
 * What was written after each prompt of a batch.
 *
 * @param tokens (B, N)
 * @param probabilities (B, N), what the model gave each token after all before it, at temperature 1 and of the whole vocabulary,
 *     however it was drawn
 */
@SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
public record Written(int[][] tokens, double[][] probabilities) {

    /**
     * The probability of a token.
     *
     * @param logits of the whole vocabulary; one that is not a number makes the result so
     */
    static double probability(float[] logits, int token) {
        float largest = logits[0];
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp(logit - (double) largest);
        }
        return StrictMath.exp(logits[token] - (double) largest) / sum;
    }
}
