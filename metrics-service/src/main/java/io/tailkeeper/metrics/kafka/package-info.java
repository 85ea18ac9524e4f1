/** Kafka: all topics into the ledger by two channels, measures and ends of runs out. */
@NullMarked
package io.tailkeeper.metrics.kafka;

import org.jspecify.annotations.NullMarked;
