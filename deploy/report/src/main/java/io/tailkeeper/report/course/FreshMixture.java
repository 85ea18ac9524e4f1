package io.tailkeeper.report.course;

import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;

/** What theory asks of a run before it says anything of its generations. */
public final class FreshMixture {

    private FreshMixture() {}

    /**
     * Whether each generation learns, from the weights of generation 0, human text as it is and what the last model of this run wrote, in
     * numbers that stay the same.
     */
    public static boolean isLearned(RunSpecification run) {
        DataSpecification data = run.data();
        return run.restart() == RunSpecification.Restart.BASE
                && run.foreignWriter() == null
                && data.schedule() == null
                && data.edit() == null
                && !data.rewrites()
                && !data.asksEarlierModels();
    }
}
