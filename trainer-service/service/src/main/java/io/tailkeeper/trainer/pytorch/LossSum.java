package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.contracts.specification.LossSpecification.Divisor;
import io.tailkeeper.languagemodel.transformer.ScriptedOperator;
import io.tailkeeper.trainer.TokenRow;
import java.util.List;

/**
 * The loss of a step out of its parts: {@code sum_i w_i sum_t l_it / D}. D is the weight of all loss-carrying tokens,
 * {@code sum_i w_i T_i}, or of those that are not masked, {@code sum_i w_i K_i}. The parts are divided by the former; the
 * latter is known only after the last of them, so that loss and gradient are then multiplied by {@link #scale()}.
 *
 * <p>The sums are scalars, float64, on the device: nobody waits for them.
 */
final class LossSum {

    private static final ScriptedOperator KEPT_SCALE = ScriptedOperator.of(LossSum.class, "kept_scale");

    private final Divisor divisor;
    private final NDArray loss;
    private final NDArray keptShare;
    private final NDArray masked;

    /** @param scope in which the sums live */
    LossSum(Divisor divisor, NDManager scope) {
        this.divisor = divisor;
        this.loss = scope.zeros(new Shape(), DataType.FLOAT64);
        this.keptShare = scope.zeros(new Shape(), DataType.FLOAT64);
        this.masked = scope.zeros(new Shape(), DataType.FLOAT64);
    }

    /** {@code sum_i w_i T_i}. */
    static double weight(List<TokenRow> rows, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * rows.get(i).lossTokens();
        }
        return sum;
    }

    /** Adds a part's loss, a scalar, divided by the weight of all loss-carrying tokens of the step. */
    void add(NDArray loss) {
        this.loss.addi(loss.stopGradient().toType(DataType.FLOAT64, false));
    }

    /**
     * Adds what a part's masks leave.
     *
     * @param keptShare of the weight of all loss-carrying tokens of the step, a scalar
     * @param masked number of loss-carrying tokens that are masked, a scalar
     */
    void addKept(NDArray keptShare, NDArray masked) {
        this.keptShare.addi(keptShare.toType(DataType.FLOAT64, false));
        this.masked.addi(masked.toType(DataType.FLOAT64, false));
    }

    /** What the sum of the parts' gradients has to be multiplied by; 1 where every token is masked. */
    NDArray scale() {
        return divisor == Divisor.ALL_TOKENS ? loss.onesLike() : KEPT_SCALE.apply(keptShare, masked);
    }

    /** The loss; 0 where every token is masked or has no weight. */
    NDArray loss() {
        return loss.mul(scale());
    }

    /** Loss-carrying tokens that are masked. */
    NDArray masked() {
        return masked;
    }
}
