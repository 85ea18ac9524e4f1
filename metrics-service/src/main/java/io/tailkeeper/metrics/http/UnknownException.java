package io.tailkeeper.metrics.http;

import io.tailkeeper.metrics.view.RunSummary;
import java.util.List;

/** Something was asked for that the service does not know; the message says what it knows. */
class UnknownException extends RuntimeException {

    UnknownException(String what, String name, String plural, List<String> known) {
        super(what + " " + name + " is not known; "
                + (known.isEmpty() ? "there are no " + plural + " yet" : "known " + plural + ": " + shortened(known)));
    }

    /** A run, of those that are known. */
    static UnknownException run(String runId, List<RunSummary> known) {
        return new UnknownException(
                "run", runId, "runs", known.stream().map(RunSummary::runId).toList());
    }

    private static String shortened(List<String> known) {
        return String.join(", ", known.subList(0, Math.min(20, known.size())))
                + (known.size() > 20 ? " and " + (known.size() - 20) + " more" : "");
    }
}
