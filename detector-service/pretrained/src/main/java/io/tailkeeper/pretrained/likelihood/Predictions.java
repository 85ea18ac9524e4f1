package io.tailkeeper.pretrained.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Log-likelihood, its expectation and its variance at every position of a batch, in rows of equally many. */
final class Predictions {

    /** Logits that are turned into probabilities at once. */
    private static final long MAX_PROBABILITIES = 1L << 22;

    private final int positions;
    private final float[] logLikelihood; // (rows, positions)
    private final float[] expected;
    private final float[] variance;

    private Predictions(int rows, int positions) {
        this.positions = positions;
        logLikelihood = new float[rows * positions];
        expected = new float[rows * positions];
        variance = new float[rows * positions];
    }

    /**
     * What two models say of each token, a few positions at a time: the probabilities of all are many.
     *
     * @param scoring the performer's logits (rows, positions, vocabulary)
     * @param reference the observer's
     * @param next the tokens that are predicted (rows, from + positions)
     * @param from first of them that the logits are for
     */
    static Predictions of(NDArray scoring, NDArray reference, NDArray next, int from) {
        int rows = (int) scoring.getShape().get(0);
        int positions = (int) scoring.getShape().get(1);
        Predictions all = new Predictions(rows, positions);
        long step = Math.max(1, MAX_PROBABILITIES / (rows * scoring.getShape().get(2)));
        for (int begin = 0; begin < positions; begin += (int) step) {
            int end = (int) Math.min(positions, begin + step);
            try (NDManager scope = scoring.getManager().newSubManager()) {
                String slice = ":," + begin + ":" + end;
                NDArray logP = owned(scope, scoring.get(slice)).logSoftmax(-1); // (B, S, V)
                NDArray q = owned(scope, reference.get(slice)).softmax(-1);
                NDArray targets = owned(scope, next.get(":," + (from + begin) + ":" + (from + end)))
                        .expandDims(-1);
                NDArray expected = q.mul(logP).sum(new int[] {-1}, true); // (B, S, 1)
                NDArray deviation = logP.sub(expected);
                all.put(
                        begin,
                        end,
                        logP.gather(targets, 2).toFloatArray(),
                        expected.toFloatArray(),
                        q.mul(deviation.square()).sum(new int[] {-1}).toFloatArray());
            }
        }
        return all;
    }

    /** The tensor, and all that is computed from it, is freed with the scope. */
    private static NDArray owned(NDManager scope, NDArray tensor) {
        tensor.attach(scope);
        return tensor;
    }

    /** Fills the positions from begin to end; arrays of shape (rows, end - begin). */
    private void put(int begin, int end, float[] likelihoods, float[] expectations, float[] variances) {
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
