package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import java.time.Clock;

/**
 * What becomes of a run when a detector cannot judge a generation of it: the run ends where the detector decides, and goes on
 * without it where it is a shadow. Which of them it is, the request says: until that is read, no run ends. Safe for use by
 * several threads.
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

        /** A detector leaves a generation out of a run that it does not decide, or that nobody has requested yet. */
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
        if (!known.isRequested(generation.runId()) || known.isShadow(generation.runId(), detectorId)) {
            announcements.givenUp(generation, detectorId, reason);
            known.giveUp(generation, detectorId, reason);
            return;
        }
        end(generation.runId(), reason);
    }

    /** Ends the runs whose request has come after their deciding detector had given a generation up. */
    void endUndecidable() {
        known.undecidable().forEach(this::end);
    }

    private void end(String runId, String reason) {
        RunFinished failed = new RunFinished(runId, RunFinished.Status.FAILED, SERVICE, reason, clock.instant());
        announcements.ended(failed);
        known.note(failed);
    }
}
