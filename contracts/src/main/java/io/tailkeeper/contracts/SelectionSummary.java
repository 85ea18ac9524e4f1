package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.TokenEdits;
import org.jspecify.annotations.Nullable;

/**
 * What selection made of a generation's pool.
 *
 * @param pooled distinct samples in the pool
 * @param rejected scored samples that were not pooled
 * @param selected documents drawn, copies counted
 * @param effectiveSampleSize (sum w)^2 / sum w^2 over the pool
 * @param bias the b that was used after the ESS floor and the target share; 0 where nothing was weighted
 * @param humanShareBefore true human share of the pool, by provenance; for the report
 * @param humanShareAfter true human share of the selection
 * @param effectiveHumansBefore effective number of human samples of the pool as it is, as the detector says; null where
 *     nothing is selected
 * @param effectiveHumansAfter with the bias that was used; null where nothing is selected
 * @param edits what token editing did to the human text of the pool; null where it edited none
 */
public record SelectionSummary(
        int pooled,
        int rejected,
        int selected,
        double effectiveSampleSize,
        double bias,
        double humanShareBefore,
        double humanShareAfter,
        @Nullable Double effectiveHumansBefore,
        @Nullable Double effectiveHumansAfter,
        @Nullable TokenEdits edits) {

    public SelectionSummary {
        Checks.within("selection.pooled", pooled, 1, Integer.MAX_VALUE);
        Checks.within("selection.rejected", rejected, 0, Integer.MAX_VALUE);
        Checks.within("selection.selected", selected, 1, Integer.MAX_VALUE);
        Checks.notNegative("selection.effectiveSampleSize", effectiveSampleSize);
        Checks.within("selection.bias", bias, 0, 1_000);
        Checks.within("selection.humanShareBefore", humanShareBefore, 0, 1);
        Checks.within("selection.humanShareAfter", humanShareAfter, 0, 1);
        if (effectiveHumansBefore != null) {
            Checks.notNegative("selection.effectiveHumansBefore", effectiveHumansBefore);
        }
        if (effectiveHumansAfter != null) {
            Checks.notNegative("selection.effectiveHumansAfter", effectiveHumansAfter);
        }
    }

    /** The same with what token editing did. */
    public SelectionSummary edited(@Nullable TokenEdits edits) {
        return new SelectionSummary(
                pooled,
                rejected,
                selected,
                effectiveSampleSize,
                bias,
                humanShareBefore,
                humanShareAfter,
                effectiveHumansBefore,
                effectiveHumansAfter,
                edits);
    }

    /** Of a generation that nothing was selected for. */
    public SelectionSummary(
            int pooled,
            int rejected,
            int selected,
            double effectiveSampleSize,
            double bias,
            double humanShareBefore,
            double humanShareAfter) {
        this(
                pooled,
                rejected,
                selected,
                effectiveSampleSize,
                bias,
                humanShareBefore,
                humanShareAfter,
                null,
                null,
                null);
    }
}
