package io.tailkeeper.metrics.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

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

    /** The experiments of some runs, the newest first. */
    public static List<ExperimentSummary> newestFirst(List<RunSummary> runs) {
        return runs.stream().collect(Collectors.groupingBy(RunSummary::experimentId)).values().stream()
                .map(ExperimentSummary::of)
                .sorted(Comparator.comparing(ExperimentSummary::requestedAt)
                        .reversed()
                        .thenComparing(ExperimentSummary::experimentId))
                .toList();
    }

    private static ExperimentSummary of(List<RunSummary> runs) {
        List<RunSummary> inOrder = runs.stream().sorted().toList();
        RunSummary first = inOrder.getFirst();
        return new ExperimentSummary(
                first.experimentId(),
                inOrder.stream().map(RunSummary::arm).distinct().toList(),
                RunState.of(inOrder.stream().map(RunSummary::state).toList()),
                first.requestedAt());
    }
}
