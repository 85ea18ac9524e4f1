package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.LossSpecification.Name;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * A loss and what it should be, in double precision.
 *
 * @param specification of the loss
 * @param formula the loss of a target, from its probability and from the same probability as seen by what carries no
 *     gradient
 */
record PlainLoss(LossSpecification specification, DoubleBinaryOperator formula) {

    /** gamma of the truncating ones, above some and below other probabilities of every test. */
    static final double THRESHOLD = 0.9;

    static final List<PlainLoss> ALL = List.of(
            new PlainLoss(new LossSpecification(Name.RANDOM_MASK, 1), (p, fixed) -> -Math.log(p)),
            plain(Name.CROSS_ENTROPY, null, null, null, (p, fixed) -> -Math.log(p)),
            plain(Name.TCE, null, null, null, PlainLoss::truncated),
            plain(Name.DYNAMIC_TCE, null, null, null, PlainLoss::truncated),
            plain(Name.FOCAL, 2.0, null, null, (p, fixed) -> Math.pow(1 - p, 2) * -Math.log(p)),
            plain(Name.FOCAL, 0.5, null, null, (p, fixed) -> Math.sqrt(1 - p) * -Math.log(p)),
            plain(Name.LINEAR, null, 1.0, null, (p, fixed) -> (1 - fixed) * -Math.log(p)),
            plain(Name.LINEAR, null, 0.6, null, (p, fixed) -> (1 - 0.6 * fixed) * -Math.log(p)),
            plain(Name.EXPONENTIAL, null, null, 1.0, (p, fixed) -> Math.exp(-p)),
            plain(Name.EXPONENTIAL, null, null, 0.25, (p, fixed) -> Math.exp(-4 * p)),
            plain(Name.VARIATION_CROSS_ENTROPY, null, null, null, (p, fixed) -> -Math.log(p + 1)),
            plain(Name.VARIATION_CROSS_ENTROPY, null, null, 0.25, (p, fixed) -> -Math.log(p + 0.25)),
            plain(Name.VARIATION_SQUARE, null, null, null, (p, fixed) -> (2 - p) * (2 - p)),
            plain(Name.VARIATION_SQUARE, null, null, 1.5, (p, fixed) -> (1.5 - p) * (1.5 - p)));

    private static PlainLoss plain(Name name, Double focus, Double slope, Double scale, DoubleBinaryOperator formula) {
        return new PlainLoss(new LossSpecification(name, THRESHOLD, focus, null, slope, scale, null), formula);
    }

    private static double truncated(double p, double fixed) {
        return fixed <= THRESHOLD ? -Math.log(p) : 0;
    }

    double value(double p, double fixed) {
        return formula.applyAsDouble(p, fixed);
    }

    /** The loss; a dynamic one has its threshold already. */
    TokenLoss loss() {
        TokenLoss loss = TokenLoss.of(specification, 1);
        if (loss instanceof DynamicTruncatedCrossEntropyLoss dynamic) {
            dynamic.restore(Map.of(
                    "threshold", Double.toHexString(THRESHOLD),
                    "epoch", "1",
                    "tokens", "0",
                    "sum", "0",
                    "squares", "0"));
        }
        return loss;
    }

    @Override
    public String toString() {
        return specification.name() + " " + specification.focus() + " " + specification.slope() + " "
                + specification.variationScale();
    }
}
