package io.tailkeeper.metrics.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What a detector that has scored a whole pool is measured by.
 *
 * @param quality on the pool, by provenance
 * @param agreement with the deciding detector; null for that one itself
 * @param wouldSelect what the run's selection makes of it; null when the run's selection asks no detector
 */
public record DetectorFigures(PoolQuality quality, @Nullable Agreement agreement, @Nullable WouldSelect wouldSelect) {}
