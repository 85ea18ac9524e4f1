package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a selection's settings must be for it to select anything; each throws an {@link IllegalArgumentException}. */
final class SelectionChecks {

    /** Those that read a pool with the one model that learned from human text alone. */
    static final Set<Method> ASK_GENERATION_ZERO =
            Set.of(Method.TEACHER_PERPLEXITY, Method.LATENT_FILTER, Method.CONTRACTION);

    private static final Set<Method> REFER_TO_HUMAN_TEXT = Set.of(Method.LATENT_FILTER, Method.CONTRACTION);

    private SelectionChecks() {}

    static void draw(
            double bias,
            @Nullable Double targetHumanShare,
            double minimumEffectiveShare,
            @Nullable Double minimumEffectiveHumans) {
        Checks.within("selection.bias", bias, 0, 1_000);
        if (targetHumanShare != null) {
            Checks.positive("selection.target-human-share", targetHumanShare, 1);
        }
        Checks.within("selection.minimum-effective-share", minimumEffectiveShare, 0, 1);
        if (minimumEffectiveHumans != null) {
            Checks.within("selection.minimum-effective-humans", minimumEffectiveHumans, 0, 1);
        }
    }

    static void shares(@Nullable Double keepShare, @Nullable Double leaveOut) {
        if (keepShare != null) {
            Checks.positive("selection.keep-share", keepShare, 1);
        }
        if (leaveOut != null) {
            Checks.within("selection.leave-out", leaveOut, 0, 1);
            double kept = keepShare == null ? SelectionSpecification.DEFAULT_KEEP_SHARE : keepShare;
            if (leaveOut + kept > 1) {
                throw new IllegalArgumentException("selection.leave-out: " + leaveOut + " and selection.keep-share "
                        + kept + " are more than the whole pool; lower one of them");
            }
        }
    }

    static void copies(double upsample, int maxRepeats) {
        Checks.positive("selection.upsample", upsample, 100);
        Checks.within("selection.max-repeats", maxRepeats, 1, 100);
        if (upsample > maxRepeats) {
            throw new IllegalArgumentException(
                    "selection.upsample: " + upsample + " is more than selection.max-repeats " + maxRepeats
                            + " copies of each document can fill; lower it or raise max-repeats");
        }
    }

    static void decay(@Nullable Double decay) {
        if (decay != null) {
            Checks.within("selection.decay", decay, 0.01, 100);
            if (decay == 1) {
                throw new IllegalArgumentException(
                        "selection.decay: 1.0 weighs text of every age alike; give less than 1"
                                + " for the newest text, more for the oldest, or selection.method none");
            }
        }
    }

    static void curation(@Nullable Integer candidates, @Nullable Double gamma) {
        if (candidates != null) {
            Checks.within("selection.candidates", candidates, 2, 1_000);
        }
        if (gamma != null) {
            Checks.within("selection.gamma", gamma, 0, 1_000);
        }
    }

    /** What a pool is compared with must be there. */
    static void humanText(SelectionSpecification selection, DataSpecification data) {
        if (REFER_TO_HUMAN_TEXT.contains(selection.method()) && data.validationDocuments() == 0) {
            String name = selection.method() == Method.CONTRACTION ? "contraction" : "latent-filter";
            throw new IllegalArgumentException(
                    "selection.method: " + name + " compares a pool with the validation documents,"
                            + " but data.validation-documents is 0; set it to 128 or more");
        }
    }

    /** A pool whose text is all of one age has nothing to weigh by. */
    static void ages(SelectionSpecification selection, DataSpecification data) {
        if (selection.method() == Method.GENERATION_DECAY && !data.accumulates()) {
            throw new IllegalArgumentException(
                    "selection.method: generation-decay weighs text by the generation that it"
                            + " joined in, but with data.policy "
                            + (data.rewrites() ? "rewrite-and-grow" : "replace")
                            + " all text of a pool is of one; set data.policy to accumulate or accumulate-subsample");
        }
    }

    /** Human text is its own reference, so a pool of nothing else has nothing to rank. */
    static void references(SelectionSpecification selection, DataSpecification data) {
        if (selection.method() == SelectionSpecification.Method.REFERENCE_OVERLAP
                && !data.hasMachineText()
                && data.edit() == null) {
            throw new IllegalArgumentException(
                    "selection.method: reference-overlap ranks text by how much of it is in the human text after the same"
                            + " prompt, but no model writes or edits any text of the pools; raise data.synthetic-share,"
                            + " or set selection.method to none for this arm");
        }
    }
}
