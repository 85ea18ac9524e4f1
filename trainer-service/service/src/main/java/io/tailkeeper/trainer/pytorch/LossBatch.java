package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.trainer.TokenRow;
import java.util.List;

/**
 * Documents of a step as tensors, and their share of its loss {@code sum_i w_i sum_t l(p_it) / sum_i w_i T_i}, T_i being
 * all loss-carrying tokens of document i, masked or not. Everything lives in the manager it was made with.
 *
 * <p>Only the columns from the first loss-carrying token on are looked at.
 */
final class LossBatch {

    private final NDArray inputs;
    private final NDArray targets;
    private final NDArray coefficients;
    private final boolean[] carriesLoss;
    private final int rows;
    private final int firstColumn;

    /** Documents that are a whole step. */
    LossBatch(NDManager manager, List<TokenRow> rows, double[] weights) {
        this(manager, rows, weights, LossSum.weight(rows, weights));
    }

    /** @param weight {@code sum_i w_i T_i} over the whole step */
    LossBatch(NDManager manager, List<TokenRow> rows, double[] weights, double weight) {
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
        double divisor = weight == 0 ? 1 : weight;
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
        this.rows = rows.size();
        firstColumn = first - 1;
        inputs = manager.create(ids, new Shape(rows.size(), width)); // (B, T - 1)
        targets = manager.create(wanted, new Shape(wanted.length, 1)); // (N, 1), N = B L
        coefficients = manager.create(shares); // (N)
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

    /** The weighted sum of the targets' losses (N), a scalar. */
    NDArray loss(NDArray losses) {
        return losses.mul(coefficients).sum();
    }

    /** How many loss-carrying targets of each row are kept, those whose entry in {@code kept} (N) is not 0. */
    int[] keptOfRows(NDArray kept) {
        float[] values = kept.toFloatArray();
        int columns = values.length / rows;
        int[] counts = new int[rows];
        for (int i = 0; i < values.length; i++) {
            counts[i / columns] += carriesLoss[i] && values[i] != 0 ? 1 : 0;
        }
        return counts;
    }

    NDArray targets() {
        return targets;
    }
}
