/**
 * Detectors side by side in a generation: how well each tells a pool's samples apart, how far two agree, and what would have
 * been selected by each. Figures as such are those of {@code io.tailkeeper.measures}. A new figure of a pool is a component of
 * {@link io.tailkeeper.metrics.comparison.PoolQuality} or {@link io.tailkeeper.metrics.comparison.DetectorFigures}.
 */
@NullMarked
package io.tailkeeper.metrics.comparison;

import org.jspecify.annotations.NullMarked;
