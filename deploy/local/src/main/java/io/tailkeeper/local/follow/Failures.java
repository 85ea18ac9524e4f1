package io.tailkeeper.local.follow;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import io.tailkeeper.report.view.RunNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs that ended without being completed: what to say of them while others go on, and when to stop waiting. */
final class Failures {

    private static final String READS_CORPORA = Service.GENERATOR.word();

    private final Set<String> told = new HashSet<>();
    private final Set<String> reasons = new HashSet<>();

    /** A line for each run that has failed since the last time. */
    List<String> news(List<RunRequested> requests, ExperimentView view) {
        List<String> news = new ArrayList<>();
        RunNames names = RunNames.of(requests);
        for (RunRequested request : requests) {
            failed(request, view)
                    .filter(run -> told.add(run.run().runId()))
                    .ifPresent(run -> news.add(line(names.of(request), run)));
        }
        return news;
    }

    private String line(String name, RunView run) {
        String reason = run.end().why();
        return name + " " + run.state() + (reasons.add(reason) ? ": " + reason : " for the same reason");
    }

    /**
     * Why nothing that is left would tell anything: arms wait for ever for a base run that has failed, and a base run
     * without arms has nothing to be compared with. Of several seeds, those whose base run has not failed go on.
     */
    static Optional<String> hindrance(List<RunRequested> requests, ExperimentView view) {
        List<RunRequested> bases = requests.stream()
                .filter(RunRequested::trainsGenerationZeroAlone)
                .toList();
        List<RunView> failedBases =
                bases.stream().flatMap(base -> failed(base, view).stream()).toList();
        Optional<String> base = failedBases.size() < bases.size()
                ? Optional.empty()
                : failedBases.stream()
                        .map(run ->
                                "the base run " + run.state() + ": " + run.end().why())
                        .findFirst();
        List<RunRequested> arms = requests.stream()
                .filter(request -> !request.trainsGenerationZeroAlone())
                .toList();
        boolean none = !arms.isEmpty()
                && arms.stream().allMatch(arm -> failed(arm, view).isPresent());
        return base.or(() -> none ? Optional.of("no arm is left that could go on") : Optional.empty());
    }

    /**
     * Whether the experiment was refused: what it was to begin with ended before any text was collected, by the service that
     * reads corpora.
     */
    static boolean refused(List<RunRequested> requests, ExperimentView view) {
        return hindrance(requests, view).isPresent()
                && requests.stream()
                        .flatMap(request -> view.run(request.runId()).stream())
                        .filter(run -> run.over() && !run.completed())
                        .allMatch(Failures::beforeAnyText);
    }

    private static boolean beforeAnyText(RunView run) {
        return run.end().service().equals(READS_CORPORA)
                && run.progress().stream().allMatch(generation -> generation.collected() == 0);
    }

    /** A run that ended and was not completed. */
    private static Optional<RunView> failed(RunRequested request, ExperimentView view) {
        return view.run(request.runId()).filter(run -> run.over() && !run.completed());
    }
}
