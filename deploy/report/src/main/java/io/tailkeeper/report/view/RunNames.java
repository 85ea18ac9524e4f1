package io.tailkeeper.report.view;

import io.tailkeeper.contracts.RunRequested;
import java.util.List;

/** What people are told the runs of an experiment by: their arm, and their seed where there are several. */
public final class RunNames {

    private final boolean seeds;

    private RunNames(boolean seeds) {
        this.seeds = seeds;
    }

    /** Those of the runs of one experiment. */
    public static RunNames of(List<RunRequested> requests) {
        return new RunNames(requests.stream()
                        .map(run -> run.specification().seed())
                        .distinct()
                        .count()
                > 1);
    }

    /** Whether there are several seeds. */
    public boolean seeds() {
        return seeds;
    }

    /** One of them. */
    public String of(RunRequested run) {
        return seeds ? name(run.arm(), run.specification().seed()) : run.arm();
    }

    /** That of a run of several seeds. */
    public static String name(String arm, long seed) {
        return arm + " seed " + seed;
    }
}
