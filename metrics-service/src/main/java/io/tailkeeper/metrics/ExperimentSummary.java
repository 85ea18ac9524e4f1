package io.tailkeeper.metrics;

import java.time.Instant;
import java.util.List;

/**
 * One experiment in the list of experiments.
 *
 * @param experimentId its name
 * @param arms the arms of its runs, in the order they were asked for
 * @param state where it stands
 * @param requestedAt when its first run was asked for
 */
public record ExperimentSummary(String experimentId, List<String> arms, RunState state, Instant requestedAt) {

    public ExperimentSummary {
        arms = List.copyOf(arms);
    }
}
