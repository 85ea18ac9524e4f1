package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.selection.Candidate;
import java.util.List;

/**
 * A detector that has scored a whole pool, as the deciding one has, and has no figures yet.
 *
 * @param run the run
 * @param generation the generation
 * @param detectorId the detector
 */
public record DueComparison(RunRequested run, int generation, String detectorId) {

    /** The largest pool that is compared: its probabilities and draws must fit into memory. */
    public static final int MAX = 1 << 18;

    /** The detector whose scores the run selects by. */
    public String decidingId() {
        return run.specification().selection().detectorId();
    }

    /** Whether it is the deciding detector itself. */
    public boolean deciding() {
        return detectorId.equals(decidingId());
    }

    /**
     * The figures. Takes ten seconds of a core for the largest pools.
     *
     * @param pool what it said of the pool, by sample id
     * @param decided what the deciding detector said, by sample id; not read when it is that one
     */
    public DetectorFigures compare(List<Candidate> pool, List<Candidate> decided) {
        return new DetectorComparison(run, generation, pool, deciding() ? null : decided).compare();
    }
}
