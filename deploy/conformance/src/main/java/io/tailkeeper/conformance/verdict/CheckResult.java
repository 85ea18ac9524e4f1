package io.tailkeeper.conformance.verdict;

/**
 * What came of a check.
 *
 * @param check what was demanded
 * @param outcome whether it was kept
 * @param seen what was seen, and where; why it was not run
 * @param mend what to do about it; empty unless it failed
 */
public record CheckResult(Check check, Outcome outcome, String seen, String mend) {

    /** How a check ends. */
    public enum Outcome {
        PASSED("passed"),
        FAILED("FAILED"),
        /** Nothing is known: never counted as passed. */
        NOT_RUN("not run"),
        /** Measured, not judged. */
        FIGURE("figure");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Whether the demand was not kept. */
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
