package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationKey;
import java.time.Duration;
import java.util.Set;

/**
 * A generation that waits for the detector its run selects with.
 *
 * @param generation whose samples, or calibration part, are whole
 * @param detectorId whose answer is missing
 * @param others detectors that have answered
 */
record Unanswered(GenerationKey generation, String detectorId, Set<String> others) {

    /** Why the run cannot go on, and how to mend it. */
    String reason(Duration waited) {
        return "nobody answers as the detector \"" + detectorId + "\": " + generation
                + " waits for it, and it has said nothing for " + waited
                + ". "
                + (others.isEmpty()
                        ? "No other detector has answered either"
                        : "Detectors that have answered: " + String.join(", ", others))
                + ". Start a detector of that id, or name one that runs in selection.detector-id; if it is only slow, raise"
                + " tailkeeper.metrics.detector-patience";
    }
}
