package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How human share and size of the fresh text change from generation to generation, as power laws of its number t. Ours: a
 * parametrisation of the schedules of arXiv 2602.10531.
 *
 * @param humanShareExponent x: the human share is alpha_1 t^x, at most 1; null: 0, constant
 * @param documentsExponent y: the number of documents is n_1 t^y; null: 0, constant
 */
public record ScheduleSpecification(@Nullable Double humanShareExponent, @Nullable Double documentsExponent) {

    public ScheduleSpecification {
        if (humanShareExponent != null) {
            Checks.within("schedule.human-share-exponent", humanShareExponent, -10, 10);
        }
        if (documentsExponent != null) {
            Checks.within("schedule.documents-exponent", documentsExponent, -10, 10);
        }
    }

    /** The human share of a generation from that of generation 1, both 0 to 1. */
    double humanShare(double first, int generation) {
        return Math.min(1, first * power(generation, humanShareExponent));
    }

    /** The number of documents of a generation from that of generation 1. */
    double documents(double first, int generation) {
        return first * power(generation, documentsExponent);
    }

    private static double power(int generation, @Nullable Double exponent) {
        return exponent == null ? 1 : StrictMath.pow(generation, exponent);
    }
}
