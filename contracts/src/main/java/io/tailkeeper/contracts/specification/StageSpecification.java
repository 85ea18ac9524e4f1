package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;

/**
 * From which figures on a model counts as collapsing. Nothing is trained differently for it.
 *
 * @param collapsedRatio perplexity, as a multiple of generation 0's, above which a model has collapsed; also what time to failure
 *     asks for
 * @param collapsedDiversity diversity of documents, as a share of human text's, below which it has
 * @param lostCoverage loss of vocabulary coverage since generation 0 above which it is fluent but wrong, where the loss is beyond
 *     its noise
 * @param warningChange share of its value at generation 0 by which a measure must move to be a warning
 */
public record StageSpecification(
        double collapsedRatio, double collapsedDiversity, double lostCoverage, double warningChange) {

    /** What holds where a run says nothing. */
    public static final StageSpecification DEFAULT = new StageSpecification(1.3, 0.6, 0.05, 0.1);

    public StageSpecification {
        Checks.within("stages.collapsed-ratio", collapsedRatio, 1, 1_000_000);
        Checks.within("stages.collapsed-diversity", collapsedDiversity, 0, 1);
        Checks.within("stages.lost-coverage", lostCoverage, 0, 1);
        Checks.positive("stages.warning-change", warningChange, 1_000_000);
    }
}
