/** Measures of the detector: through Kafka beside the encoder alone, cheap detectors, the cache, several instances, memory. */
@NullMarked
package io.tailkeeper.bench.detector;

import org.jspecify.annotations.NullMarked;
