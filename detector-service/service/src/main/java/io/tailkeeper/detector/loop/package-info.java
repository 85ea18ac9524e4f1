/**
 * How the service's loops go on without knowing Kafka: work that begins again after a failure, and where the scoring of a
 * partition stands. It is plain and tested without a broker. What a loop has to remember or decide is added here, what it
 * reads and writes in {@code kafka}.
 */
@NullMarked
package io.tailkeeper.detector.loop;

import org.jspecify.annotations.NullMarked;
