package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import java.time.Clock;

/**
 * What becomes of a run when a detector cannot judge a generation of it: the run ends where the detector decides, and goes on
 * without it where it is a shadow. Safe for use by several threads.
 */
public final class RunEnding {

    /** The service's word: in the names of dead-letter topics, and as the one that ends a run. */
    public static final String SERVICE = "detector";

    private final KnownRuns known;
    private final Clock clock;
    private final Announcements announcements;

    /** Where the ends are told. */
    public interface Announcements {

        /** Publishes the end of a run; returns when it is on its topic. */
        void ended(RunFinished run);

        /** A shadow leaves a generation out. */
        void givenUp(GenerationKey generation, String detectorId, String reason);
    }

    /** Decides by the known, and notes there what was decided. */
    public RunEnding(KnownRuns known, Clock clock, Announcements announcements) {
        this.known = known;
        this.clock = clock;
        this.announcements = announcements;
    }

    /**
     * A detector cannot judge a generation; once said, its samples are dropped.
     *
     * @param reason what happened, where, and how to mend it
     */
    public void cannotJudge(GenerationKey generation, String detectorId, String reason) {
        if (known.isOver(generation.runId())) {
            return;
        }
        if (known.isShadow(generation.runId(), detectorId)) {
            announcements.givenUp(generation, detectorId, reason);
            known.giveUp(generation, detectorId);
            return;
        }
        RunFinished failed =
                new RunFinished(generation.runId(), RunFinished.Status.FAILED, SERVICE, reason, clock.instant());
        announcements.ended(failed);
        known.note(failed);
    }
}
