package io.tailkeeper.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run is over.
 *
 * @param runId the run
 * @param status how it ended
 * @param service the service that ended it
 * @param reason what happened, where, and how to mend it; null when completed
 * @param finishedAt when
 */
public record RunFinished(String runId, Status status, String service, @Nullable String reason, Instant finishedAt) {

    /** How a run ends. */
    public enum Status {
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("cancelled")
        CANCELLED,
        @JsonProperty("failed")
        FAILED
    }

    public RunFinished {
        Checks.runId("runId", runId);
        Checks.present("status", status);
        Checks.notBlank("service", service, Checks.LONGEST_NAME);
        if (status == Status.FAILED) {
            Checks.notBlank("reason", reason);
        }
        if (reason != null) {
            Checks.text("reason", reason, SampleCollected.MAXIMUM_LENGTH);
        }
        Checks.present("finishedAt", finishedAt);
    }
}
