package io.tailkeeper.conformance.verdict;

import java.util.List;

/**
 * What is said of a detector at the end.
 *
 * @param detectorId the detector
 * @param results one of each check
 */
public record Verdict(String detectorId, List<CheckResult> results) {

    public Verdict {
        results = List.copyOf(results);
    }

    /** Whether no check failed. */
    public boolean conforms() {
        return results.stream().noneMatch(CheckResult::failed);
    }

    /** One result, for people. */
    public static String line(CheckResult result) {
        String line = String.format(
                "  %-8s  %-12s  %s", result.outcome().word(), result.check().word(), result.seen());
        return result.failed()
                ? line + "\n" + continuation("demanded", result.check().demand()) + "\n"
                        + continuation("mend", result.mend())
                : line;
    }

    private static String continuation(String word, String text) {
        return " ".repeat(26) + word + ": " + text;
    }

    /** The verdict in a sentence. */
    public String sentence() {
        long failed = count(CheckResult.Outcome.FAILED);
        long passed = count(CheckResult.Outcome.PASSED);
        long notRun = count(CheckResult.Outcome.NOT_RUN);
        return (conforms() ? "conforms" : "does not conform") + ": detector " + detectorId + ", " + passed
                + " checks passed, " + failed + " failed, " + notRun + " not run";
    }

    private long count(CheckResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
