package io.tailkeeper.metrics.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a detector that has scored a whole pool is measured by.
 *
 * @param quality on the pool, by provenance
 * @param agreement with the deciding detector; null for that one itself
 * @param wouldSelect what the run's selection makes of it; null when the run's selection asks no detector
 * @param scores samples by probability in {@value #BINS} bins of equal width, certainty in the last; null where an earlier
 *     release compared
 * @param pool the same by who wrote them, and what selection changed; null where an earlier release compared
 */
public record DetectorFigures(
        PoolQuality quality,
        @Nullable Agreement agreement,
        @Nullable WouldSelect wouldSelect,
        @Nullable List<Long> scores,
        @Nullable PoolScores pool) {

    static final int BINS = 10;
}
