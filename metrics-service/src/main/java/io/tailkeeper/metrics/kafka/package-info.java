/** Kafka: all topics into the ledger by two channels, measures and ends of runs out. */
package io.tailkeeper.metrics.kafka;
