/** Prometheus: gauges of the measures. */
package io.tailkeeper.metrics.prometheus;
