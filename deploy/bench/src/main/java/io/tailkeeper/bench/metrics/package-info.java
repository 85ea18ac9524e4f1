/** Speed and memory of the metrics service. */
@NullMarked
package io.tailkeeper.bench.metrics;

import org.jspecify.annotations.NullMarked;
