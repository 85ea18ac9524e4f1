package io.tailkeeper.metrics.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.RunFinished;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a run, or a whole experiment, stands. */
public enum RunState {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("completed")
    COMPLETED;

    /** The state of a run; {@code finished} is null while nothing has ended it. */
    public static RunState of(@Nullable RunFinished finished) {
        if (finished == null) {
            return RUNNING;
        }
        return switch (finished.status()) {
            case COMPLETED -> COMPLETED;
            case CANCELLED -> CANCELLED;
            case FAILED -> FAILED;
        };
    }

    /** The state of an experiment: running while any run is, else failed, else cancelled when any is, else completed. */
    public static RunState of(Collection<RunState> runs) {
        return Stream.of(values()).filter(runs::contains).findFirst().orElse(RUNNING);
    }
}
