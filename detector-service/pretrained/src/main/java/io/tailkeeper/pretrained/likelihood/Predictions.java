package io.tailkeeper.pretrained.likelihood;

/** Log-likelihood, its expectation and its variance at every position of a batch, in rows of equally many. */
final class Predictions {

    private final int positions;
    private final float[] logLikelihood; // (rows, positions)
    private final float[] expected;
    private final float[] variance;

    Predictions(int rows, int positions) {
        this.positions = positions;
        logLikelihood = new float[rows * positions];
        expected = new float[rows * positions];
        variance = new float[rows * positions];
    }

    /** Fills the positions from begin to end; arrays of shape (rows, end - begin). */
    void put(int begin, int end, float[] likelihoods, float[] expectations, float[] variances) {
        int width = end - begin;
        for (int row = 0; row < logLikelihood.length / positions; row++) {
            int to = row * positions + begin;
            System.arraycopy(likelihoods, row * width, logLikelihood, to, width);
            System.arraycopy(expectations, row * width, expected, to, width);
            System.arraycopy(variances, row * width, variance, to, width);
        }
    }

    /** Sums from a place, row by row, to another. */
    TokenSums sum(int begin, int end) {
        double likelihood = 0;
        double mean = 0;
        double spread = 0;
        for (int i = begin; i < end; i++) {
            likelihood += logLikelihood[i];
            mean += expected[i];
            spread += variance[i];
        }
        return new TokenSums(end - begin, likelihood, mean, spread);
    }
}
