package io.tailkeeper.contracts.specification;

import org.jspecify.annotations.Nullable;

/**
 * How many documents each generation after the first adds: shares of {@code documents}, rounded, the same in all generations or by a
 * schedule.
 */
record FreshDocuments(
        int documents, double humanShare, double syntheticShare, @Nullable ScheduleSpecification schedule) {

    /** Refuses generations without text, such as nobody can count, and a base that no policy would keep anyway. */
    void check(@Nullable DataPolicy policy, boolean keepBase) {
        if ((policy == null || policy == DataPolicy.REPLACE) && !keepBase) {
            throw new IllegalArgumentException("data.keep-base: false has no effect where data.policy is replace: no"
                    + " earlier text is kept; leave it out or set data.policy");
        }
        boolean rewrites = policy == DataPolicy.REWRITE_AND_GROW;
        long pooled = rewrites ? Math.round(humanShare * documents) : total(1);
        if (pooled == 0 && !(rewrites && keepBase)) {
            throw new IllegalArgumentException("data.human-share and data.synthetic-share leave a generation without a"
                    + " single document; raise one of them");
        }
        if (pooled > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "data.human-share and data.synthetic-share make a generation of " + pooled + " documents; at most "
                            + Integer.MAX_VALUE + " are allowed: lower one of them or data.documents");
        }
        if (schedule != null && rewrites) {
            throw new IllegalArgumentException(
                    "data.schedule: data.policy rewrite-and-grow has sizes of its own; leave one of them out");
        }
    }

    /** Refuses a schedule that leaves a generation without text, or with more than anybody can count. */
    void checkSchedule(int generations) {
        for (int generation = 1; schedule != null && generation <= generations; generation++) {
            long total = total(generation);
            if (total < 1 || total > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("data.schedule: generation " + generation + " would have " + total
                        + " documents; 1 to " + Integer.MAX_VALUE
                        + " are allowed: bring data.schedule.documents-exponent"
                        + " nearer to 0, or lower generations");
            }
        }
    }

    private long total(int generation) {
        return schedule == null
                ? Math.round(humanShare * documents) + Math.round(syntheticShare * documents)
                : Math.round(schedule.documents((humanShare + syntheticShare) * documents, generation));
    }

    /** Human documents that a generation from 1 on adds. */
    int human(int generation) {
        if (schedule == null) {
            return Math.toIntExact(Math.round(humanShare * documents));
        }
        double share = schedule.humanShare(humanShare / (humanShare + syntheticShare), generation);
        return Math.toIntExact(Math.round(share * total(generation)));
    }

    /** Documents that a model writes for a generation from 1 on. */
    int synthetic(int generation) {
        return schedule == null
                ? Math.toIntExact(Math.round(syntheticShare * documents))
                : Math.toIntExact(total(generation) - human(generation));
    }

    /** Human documents of generations 1 to one. */
    long allHuman(int generation) {
        return schedule == null ? (long) generation * human(1) : sum(generation, true);
    }

    /** Machine-written documents of generations 1 to one. */
    long allSynthetic(int generation) {
        return schedule == null ? (long) generation * synthetic(1) : sum(generation, false);
    }

    private long sum(int last, boolean human) {
        long sum = 0;
        for (int generation = 1; generation <= last; generation++) {
            sum += human ? human(generation) : synthetic(generation);
        }
        return sum;
    }
}
