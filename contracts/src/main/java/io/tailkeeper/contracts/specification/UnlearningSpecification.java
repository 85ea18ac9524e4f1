package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;

/**
 * Bounded forgetting, a short phase after the steps of generation 1 and later (after arXiv 2406.12397; the form is ours): minimises
 * {@code CE(replayed) - weight * min(CE(flagged), bound) + anchor * KL(start || model)}.
 *
 * <p>Flagged is what the detector takes for machine-written, q above one half, replayed what it does not.
 *
 * @param steps optimizer steps of the phase, each with a batch of both
 * @param bound in nats: a flagged token whose cross entropy is above it is forgotten no further
 * @param weight lambda
 * @param anchor mu; the divergence is that of replayed documents; 0 for none
 */
public record UnlearningSpecification(int steps, double bound, double weight, double anchor) {

    public UnlearningSpecification {
        Checks.within("training.unlearning.steps", steps, 1, 1_000_000);
        Checks.positive("training.unlearning.bound", bound, 1_000);
        Checks.positive("training.unlearning.weight", weight, 1_000);
        Checks.within("training.unlearning.anchor", anchor, 0, 1_000);
    }
}
