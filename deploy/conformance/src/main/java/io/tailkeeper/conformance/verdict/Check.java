package io.tailkeeper.conformance.verdict;

import java.util.Locale;

/** What is demanded of a detector, in the order in which it is judged. */
public enum Check {
    ANSWERED("every sample is answered under the detector's id, those of generation 0 and of an unknown run too"),
    ONCE("a sample that was delivered once is answered once, as readers of committed records see it"),
    SCHEMA(
            "every answer follows sample-scored.v1.json: UTF-8 JSON, syntheticProbability within 0 to 1, a finite logit"),
    SAMPLE("every answer carries the sample whole and unchanged, its ids above all"),
    KEY("the key of an answer is the sample's id"),
    HEADERS("every answer has the six CloudEvents headers, and no two answers one ce_id"),
    REPEATABLE("equal texts of one generation get equal probabilities under one detectorVersion"),
    CALIBRATION(
            "a complete calibration part is followed by one DetectorCalibrated of the detector for that generation"),
    DUPLICATES("a sample delivered again is answered again or not at all, and never otherwise than before"),
    POISON("a record that is wrong goes to the dead letters with its key, bytes, headers and the reason"),
    GOES_ON("good samples behind a wrong record are answered"),
    RESTART("a restart in the middle loses no sample and changes no answer"),
    QUALITY("on labelled text the probabilities tell machine-written from human text better than chance"),
    THROUGHPUT("documents a second from the first sent to the last answered; a figure, not a demand");

    private final String demand;

    Check(String demand) {
        this.demand = demand;
    }

    /** Its name in verdicts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is demanded, in a sentence. */
    public String demand() {
        return demand;
    }

    /** It was kept; what was seen. */
    public CheckResult passed(String seen) {
        return new CheckResult(this, CheckResult.Outcome.PASSED, seen, "");
    }

    /** It was not kept; what was seen, and what to do about it. */
    public CheckResult failed(String seen, String mend) {
        return new CheckResult(this, CheckResult.Outcome.FAILED, seen, mend);
    }

    /** Nothing is known, and why. */
    public CheckResult notRun(String why) {
        return new CheckResult(this, CheckResult.Outcome.NOT_RUN, why, "");
    }

    /** What was measured. */
    public CheckResult figure(String figure) {
        return new CheckResult(this, CheckResult.Outcome.FIGURE, figure, "");
    }
}
