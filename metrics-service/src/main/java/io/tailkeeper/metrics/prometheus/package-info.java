/** Prometheus: gauges of the measures. */
@NullMarked
package io.tailkeeper.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
