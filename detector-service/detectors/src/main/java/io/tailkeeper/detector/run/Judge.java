package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One detector at its work on samples, with what the book knows. */
public final class Judge {

    private final String id;
    private final DetectorBook book;
    private final RunEnding ending;
    private final WaitingGenerations waiting;
    private final SampleScorer scorer;

    /** @param waiting of this detector alone */
    public Judge(RunDetector detector, DetectorBook book, RunEnding ending, WaitingGenerations waiting) {
        id = detector.id();
        this.book = book;
        this.ending = ending;
        this.waiting = waiting;
        scorer = new SampleScorer(detector);
    }

    /** The detector's id. */
    public String id() {
        return id;
    }

    /** What to do with samples of a generation now. */
    public DetectorBook.Decision decide(GenerationKey generation) {
        return book.decide(generation, id);
    }

    /** Scores samples, as {@link SampleScorer#score} does; for a thread of its own. */
    public SampleScorer.Scores score(
            List<SampleCollected> samples, Function<GenerationKey, Optional<DetectorCalibrated>> detectors) {
        return scorer.score(samples, detectors);
    }

    /** Gives up those of the waiting generations that have waited too long. */
    public void giveUpOverdue(Set<GenerationKey> generations) {
        Set<GenerationKey> wait = generations.stream()
                .filter(generation -> decide(generation).verdict() == DetectorBook.Verdict.WAIT)
                .collect(Collectors.toSet());
        for (GenerationKey generation : waiting.overdue(wait)) {
            ending.cannotJudge(
                    generation,
                    id,
                    "the samples of " + generation + " waited " + waiting.longest() + " for the calibrated detector "
                            + id
                            + " and none came: the calibration part of that generation on "
                            + Topics.SAMPLES_CALIBRATION.name()
                            + " is missing or incomplete. Look for refused records on "
                            + Topics.SAMPLES_CALIBRATION.deadLetter(RunEnding.SERVICE)
                            + " and at the generator's log; if the generator is only slow, raise"
                            + " tailkeeper.detector.calibration-timeout");
        }
    }

    /** The detector cannot judge a generation, for a reason that lies not in the texts. */
    public void cannotJudge(GenerationKey generation, String reason) {
        ending.cannotJudge(generation, id, "the detector " + id + " cannot judge " + generation + ": " + reason);
    }

    /**
     * The detector refuses a sample whose text its model fails on. Where the run's own pool would never be whole without it,
     * the run ends.
     *
     * @param reason which record it is and what the model says
     */
    public void refused(SampleCollected sample, String reason) {
        if (book.isNeeded(sample, id)) {
            ending.cannotJudge(
                    sample.generationKey(),
                    id,
                    reason + ". Without its score the pool of " + sample.generationKey()
                            + " is never whole: leave that text out of the corpus, or select with another detector, and"
                            + " start the run again under a new name");
        }
    }
}
