package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run is wanted.
 *
 * @param runId name of the run, unique in the installation
 * @param experimentId name shared by the runs that are compared
 * @param arm what the run stands for in its experiment
 * @param baseRunId the run whose generation 0 this one adopts instead of training its own; null: its own
 * @param requestedAt when
 * @param specification everything that decides the result
 */
public record RunRequested(
        String runId,
        String experimentId,
        String arm,
        @Nullable String baseRunId,
        Instant requestedAt,
        RunSpecification specification) {

    public RunRequested {
        Checks.runId("runId", runId);
        Checks.runId("experimentId", experimentId);
        Checks.runId("arm", arm);
        if (baseRunId != null) {
            Checks.runId("baseRunId", baseRunId);
            if (baseRunId.equals(runId)) {
                throw new IllegalArgumentException("baseRunId: a run cannot adopt its own generation 0");
            }
        }
        Checks.present("requestedAt", requestedAt);
        Checks.present("specification", specification);
    }

    /** Whether it trains generation 0 and nothing else, for other runs to adopt. */
    public boolean trainsGenerationZeroAlone() {
        return baseRunId == null && specification.generations() == 0;
    }

    /** The run whose held-out parts and generation 0 this run uses: its base run, else itself. */
    public String heldOutRunId() {
        return baseRunId == null ? runId : baseRunId;
    }
}
