package io.tailkeeper.selection;

import io.tailkeeper.contracts.specification.SelectionSpecification;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * The bias to use: the stated one, or the smallest that reaches the target share; then lowered until the effective sample
 * size holds its floor, and the effective number of human samples its own.
 *
 * <p>The first two are monotone in b and found by bisection. The last one is not: a draw of whole copies costs a little
 * as soon as weights differ at all, which a weak detector never earns back and a better one does from some bias on. So the
 * range is looked through from above; 0, no selection, always holds the floor.
 */
final class BiasChoice {

    private static final int HALVINGS = 60;
    private static final int STEPS = 100;

    private final SelectionSpecification specification;
    private final HumanProbabilities human;
    private final DoubleUnaryOperator effectiveHumans;

    /** @param effectiveHumans what is held with a bias; with 0, that of the pool as it is */
    BiasChoice(SelectionSpecification specification, HumanProbabilities human, DoubleUnaryOperator effectiveHumans) {
        this.specification = specification;
        this.human = human;
        this.effectiveHumans = effectiveHumans;
    }

    double bias() {
        double bias = specification.bias();
        if (specification.targetHumanShare() != null) {
            bias = smallestReaching(specification.targetHumanShare(), bias);
        }
        double samples = specification.minimumEffectiveShare() * human.size();
        bias = largestHolding(0, bias, lower -> human.effectiveSampleSize(lower) >= samples);
        double humans = specification.effectiveHumansFloor() * human.effectiveHumans(0);
        return fromAbove(bias, lower -> effectiveHumans.applyAsDouble(lower) >= humans);
    }

    private double smallestReaching(double share, double most) {
        if (human.expectedHumanShare(0) >= share) {
            return 0;
        }
        double below = 0;
        double reaching = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (below + reaching) / 2;
            if (human.expectedHumanShare(middle) >= share) {
                reaching = middle;
            } else {
                below = middle;
            }
        }
        return reaching;
    }

    private static double fromAbove(double most, DoublePredicate condition) {
        for (int step = STEPS; step > 0; step--) {
            double bias = most * step / STEPS;
            if (condition.test(bias)) {
                return step == STEPS ? bias : largestHolding(bias, most * (step + 1) / STEPS, condition);
            }
        }
        return 0;
    }

    /** The largest bias of a range that holds a condition, which its least holds. */
    private static double largestHolding(double least, double most, DoublePredicate condition) {
        if (condition.test(most)) {
            return most;
        }
        double holding = least;
        double above = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (holding + above) / 2;
            if (condition.test(middle)) {
                holding = middle;
            } else {
                above = middle;
            }
        }
        return holding;
    }
}
