package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.trainer.TokenRow;
import java.util.List;

/**
 * The documents of a step as tensors, and their loss {@code sum w_i sum_t m(p_it) (-log p_it) / sum w_i T_i}, T_i being
 * all loss-carrying tokens of document i, masked or not. Everything lives in the manager it was made with.
 *
 * <p>Only the columns from the first loss-carrying token on are looked at.
 */
final class LossBatch {

    private final NDArray inputs;
    private final NDArray targets;
    private final NDArray coefficients;
    private final boolean[] carriesLoss;
    private final int firstColumn;

    LossBatch(NDManager manager, List<TokenRow> rows, double[] weights) {
        int width = rows.getFirst().tokens().length - 1; // T - 1
        int first = Math.min(
                width,
                rows.stream()
                        .filter(row -> row.lossTokens() > 0)
                        .mapToInt(TokenRow::lossFrom)
                        .min()
                        .orElse(width));
        int columns = width + 1 - first; // L
        long[] ids = new long[rows.size() * width];
        long[] wanted = new long[rows.size() * columns];
        float[] shares = new float[wanted.length];
        carriesLoss = new boolean[wanted.length];
        double divisor = divisor(rows, weights);
        for (int i = 0; i < rows.size(); i++) {
            TokenRow row = rows.get(i);
            for (int t = 0; t < width; t++) {
                ids[i * width + t] = row.token(t);
            }
            for (int c = 0; c < columns; c++) {
                int at = i * columns + c;
                wanted[at] = row.token(first + c);
                carriesLoss[at] = row.carriesLoss(first + c);
                shares[at] = carriesLoss[at] ? (float) (weights[i] / divisor) : 0;
            }
        }
        firstColumn = first - 1;
        inputs = manager.create(ids, new Shape(rows.size(), width)); // (B, T - 1)
        targets = manager.create(wanted, new Shape(wanted.length, 1)); // (N, 1), N = B L
        coefficients = manager.create(shares); // (N)
    }

    private static double divisor(List<TokenRow> rows, double[] weights) {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            sum += weights[i] * rows.get(i).lossTokens();
        }
        return sum == 0 ? 1 : sum;
    }

    /** The position from which on logits are wanted. */
    int firstColumn() {
        return firstColumn;
    }

    /** Whether each of the N targets carries loss. */
    boolean[] carriesLoss() {
        return carriesLoss.clone();
    }

    /** The model's logits of the N targets, (N, V). */
    NDArray targetLogits(LanguageModel model) {
        return model.logits(inputs, firstColumn) // (B, L, V)
                .reshape(targets.size(), -1);
    }

    /** log p_t of the targets, (N) float32. */
    NDArray logProbabilities(NDArray targetLogits) {
        return targetLogits
                .logSoftmax(1)
                .get(new NDIndex(":").addPickDim(targets)) // (N, 1)
                .reshape(targets.size());
    }

    /** The loss, a scalar: 0, and without gradient, where every target is masked or has no weight. */
    NDArray loss(NDArray logProbabilities, NDArray factor) {
        return logProbabilities.mul(factor).mul(coefficients).sum().neg();
    }

    /** How many loss-carrying targets have factor 0. */
    long masked(NDArray factor) {
        float[] values = factor.toFloatArray();
        long masked = 0;
        for (int i = 0; i < values.length; i++) {
            if (carriesLoss[i] && values[i] == 0) {
                masked++;
            }
        }
        return masked;
    }

    NDArray targets() {
        return targets;
    }
}
