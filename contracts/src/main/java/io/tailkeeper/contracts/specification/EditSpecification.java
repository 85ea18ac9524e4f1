package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Token editing of human text, ToEdit (arXiv 2412.14689): a token that the last model gives more than {@code probability} after the
 * human tokens before it is drawn again from that model's {@code top} most probable ones, by softmax(log p / beta).
 *
 * @param probability tokens above it are drawn again; null: 0.99
 * @param beta divisor of the log-probabilities; null: 1.5. With 1, fewer than one edited token in a hundred changes
 * @param top n, tokens that are drawn from; null: 8
 */
public record EditSpecification(@Nullable Double probability, @Nullable Double beta, @Nullable Integer top) {

    public EditSpecification {
        if (probability != null) {
            Checks.within("edit.probability", probability, 0, 1);
        }
        if (beta != null) {
            Checks.positive("edit.beta", beta, 100);
        }
        if (top != null) {
            Checks.within("edit.top", top, 2, 1_000_000);
        }
    }

    /** {@link #probability}, or its default. */
    public double probabilityOrDefault() {
        return probability == null ? 0.99 : probability;
    }

    /** {@link #beta}, or its default. */
    public double betaOrDefault() {
        return beta == null ? 1.5 : beta;
    }

    /** {@link #top}, or its default. */
    public int topOrDefault() {
        return top == null ? 8 : top;
    }
}
