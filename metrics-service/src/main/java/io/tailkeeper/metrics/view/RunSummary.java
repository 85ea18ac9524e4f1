package io.tailkeeper.metrics.view;

import java.time.Instant;
import java.util.Comparator;

/**
 * One run in a list of runs, which is in the order in which they were asked for.
 *
 * @param runId the run
 * @param experimentId its experiment
 * @param arm its arm
 * @param state where it stands
 * @param requestedAt when it was asked for
 */
public record RunSummary(String runId, String experimentId, String arm, RunState state, Instant requestedAt)
        implements Comparable<RunSummary> {

    private static final Comparator<RunSummary> BY_REQUEST =
            Comparator.comparing(RunSummary::requestedAt).thenComparing(RunSummary::runId);

    /** The summary of a run. */
    public static RunSummary of(RunView view) {
        return new RunSummary(
                view.run().runId(),
                view.run().experimentId(),
                view.run().arm(),
                view.state(),
                view.run().requestedAt());
    }

    @Override
    public int compareTo(RunSummary other) {
        return BY_REQUEST.compare(this, other);
    }
}
