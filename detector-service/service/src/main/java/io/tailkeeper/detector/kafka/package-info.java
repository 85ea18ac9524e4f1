/**
 * The detector on its topics: three loops, each with its own clients and thread.
 *
 * <p>Plain Kafka clients instead of channels, because scores, dead letters and offsets go into one transaction together
 * with the note of what still waits for its calibration.
 */
package io.tailkeeper.detector.kafka;
