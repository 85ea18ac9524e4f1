package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationKey;
import java.time.Duration;
import java.util.Set;

/** A generation that waits for somebody who says nothing. */
sealed interface Unanswered {

    /** The generation that waits. */
    GenerationKey generation();

    /** Why the run cannot go on, and how to mend it. */
    String reason(Duration waited);

    /**
     * A generation whose samples, or calibration part, are whole, and which waits for the detector its run selects with.
     *
     * @param detectorId whose answer is missing
     * @param others detectors that have answered
     */
    record ByDetector(GenerationKey generation, String detectorId, Set<String> others) implements Unanswered {

        @Override
        public String reason(Duration waited) {
            return "nobody answers as the detector \"" + detectorId + "\": " + generation
                    + " waits for it, and it has said nothing for " + waited
                    + ". "
                    + (others.isEmpty()
                            ? "No other detector has answered either"
                            : "Detectors that have answered: " + String.join(", ", others))
                    + ". Start a detector of that id, or name one that runs in selection.detector-id; if it is only slow,"
                    + " raise tailkeeper.metrics.detector-patience";
        }
    }

    /**
     * Generation 0 of a run that adopts the one of a base run which nobody has requested.
     *
     * @param baseRunId the run that is not known
     */
    record ByBase(GenerationKey generation, String baseRunId) implements Unanswered {

        @Override
        public String reason(Duration waited) {
            return "nobody has requested the base run " + baseRunId + ", whose generation 0 this run adopts, for "
                    + waited
                    + ". Request " + baseRunId + " and this run again, under a new name, or request this run without"
                    + " baseRunId, so that it trains its own generation 0; if the base run comes later than that, raise"
                    + " tailkeeper.metrics.base-patience";
        }
    }
}
