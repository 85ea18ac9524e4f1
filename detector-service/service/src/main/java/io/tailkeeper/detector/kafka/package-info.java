/**
 * The detector on its topics. Calibration is a channel. Scoring uses plain clients, because scores, dead letters and offsets go
 * into one transaction, together with the note of what still waits for its calibration.
 */
@NullMarked
package io.tailkeeper.detector.kafka;

import org.jspecify.annotations.NullMarked;
