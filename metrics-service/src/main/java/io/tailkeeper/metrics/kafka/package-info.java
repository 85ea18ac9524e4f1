/** Kafka: all topics into the ledger, measures and ends of runs out. */
package io.tailkeeper.metrics.kafka;
