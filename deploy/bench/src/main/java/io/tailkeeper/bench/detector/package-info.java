/** Measures of the detector: through Kafka beside the encoder alone, cheap detectors, the cache, several instances, memory. */
package io.tailkeeper.bench.detector;
