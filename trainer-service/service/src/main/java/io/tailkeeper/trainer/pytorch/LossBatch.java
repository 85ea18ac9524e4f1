package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
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
    private final NDArray counted;
    private final boolean[] carriesLoss;
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
        float[] shares = new float[2 * wanted.length]; // coefficients, then 1 where a target carries loss
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
                if (carriesLoss[at]) {
                    shares[at] = (float) (weights[i] / divisor);
                    shares[wanted.length + at] = 1;
                }
            }
        }
        firstColumn = first - 1;
        inputs = manager.create(ids, new Shape(rows.size(), width)); // (B, T - 1)
        targets = manager.create(wanted, new Shape(wanted.length, 1)); // (N, 1), N = B L
        NDList halves = manager.create(shares).split(2);
        coefficients = halves.get(0); // (N)
        counted = halves.get(1); // (N)
    }

    /** The position from which on logits are wanted. */
    int firstColumn() {
        return firstColumn;
    }

    /** Whether each of the N targets carries loss. */
    boolean[] carriesLoss() {
        return carriesLoss.clone();
    }

    /** The model's logits of the N targets, (N, V) float32. */
    NDArray targetLogits(LanguageModel model) {
        return targetLogits(model, Precision.FLOAT32);
    }

    /** The same; {@code precision} is that of the forward pass. */
    NDArray targetLogits(LanguageModel model, Precision precision) {
        try (NDArray logits = // (B, L, V)
                switch (precision) {
                    case FLOAT32 -> model.logits(inputs, firstColumn);
                    case BF16 -> model.bfloat16Logits(inputs, firstColumn);
                }) {
            return logits.reshape(targets.size(), -1);
        }
    }

    /** log p_t of the targets, (N) float32. */
    NDArray logProbabilities(NDArray targetLogits) {
        try (NDArray all = targetLogits.logSoftmax(1)) { // (N, V)
            return ofTargets(all);
        }
    }

    /** What an array of all tokens (N, V) has for the targets, (N). */
    NDArray ofTargets(NDArray all) {
        try (NDArray wanted = all.get(new NDIndex(":").addPickDim(targets))) { // (N, 1)
            return wanted.reshape(targets.size());
        }
    }

    /** The weighted sum of the targets' losses (N), a scalar. */
    NDArray loss(NDArray losses) {
        return losses.mul(coefficients).sum();
    }

    /** The share of the step's weight on targets that are kept: 1 in {@code kept} (N), a scalar. */
    NDArray keptShare(NDArray kept) {
        return coefficients
                .toType(DataType.FLOAT64, false)
                .mul(kept.toType(DataType.FLOAT64, false))
                .sum();
    }

    /** Number of loss-carrying targets that are masked: 0 in {@code kept} (N), a scalar. */
    NDArray masked(NDArray kept) {
        return counted.sub(counted.mul(kept)).sum();
    }

    /** 1 for a target that carries loss, else 0; (N) float32. */
    NDArray counted() {
        return counted;
    }

    NDArray targets() {
        return targets;
    }
}
