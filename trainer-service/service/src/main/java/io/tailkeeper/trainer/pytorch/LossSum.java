package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.LossSpecification.Divisor;
import io.tailkeeper.trainer.TokenRow;
import java.util.List;

/**
 * The loss of a step out of its parts: {@code sum_i w_i sum_t l_it / D}. D is the weight of all loss-carrying tokens,
 * {@code sum_i w_i T_i}, or of those that are not masked, {@code sum_i w_i K_i}. The parts are divided by the former; the
 * latter is known only after the last of them, so that loss and gradient are then multiplied by {@link #scale()}.
 */
final class LossSum {

    /** Weights so far apart lie beyond float32: as good as masked. */
    private static final double LARGEST_SCALE = 1e30;

    private final Divisor divisor;
    private final double weight;
    private double keptWeight;
    private double loss;
    private long masked;

    /** @param weight {@code sum_i w_i T_i} over all parts */
    LossSum(Divisor divisor, double weight) {
        this.divisor = divisor;
        this.weight = weight;
    }

    /** {@code sum_i w_i T_i}. */
    static double weight(List<TokenRow> rows, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * rows.get(i).lossTokens();
        }
        return sum;
    }

    double weight() {
        return weight;
    }

    /**
     * Adds a part.
     *
     * @param kept loss-carrying tokens of each row that are not masked
     * @param loss of the part, divided by the weight of all loss-carrying tokens
     */
    void add(List<TokenRow> rows, double[] weights, int[] kept, double loss) {
        for (int i = 0; i < weights.length; i++) {
            keptWeight += weights[i] * kept[i];
            masked += rows.get(i).lossTokens() - kept[i];
        }
        this.loss += loss;
    }

    /** What the sum of the parts' gradients has to be multiplied by; 1 where every token is masked. */
    double scale() {
        double scale = divisor == Divisor.ALL_TOKENS ? 1 : weight / keptWeight;
        return scale < LARGEST_SCALE ? scale : 1;
    }

    /** The loss; 0 where every token is masked or has no weight. */
    double loss() {
        return loss * scale();
    }

    /** Loss-carrying tokens that are masked. */
    long masked() {
        return masked;
    }
}
