package io.tailkeeper.local;

import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.process.StartLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a start may take: the option that several commands share. */
final class StartOption {

    @Option(
            names = "--start-limit",
            paramLabel = "SECONDS",
            description =
                    "Longest start of one part, as long as it gets on; one that stands still is given up after three"
                            + " minutes. Default: 1800")
    private @Nullable Integer seconds;

    StartLimits limits() {
        if (seconds == null) {
            return StartLimits.USUAL;
        }
        if (seconds < 1) {
            throw new ExperimentException("--start-limit " + seconds + " is out of range; at least 1");
        }
        return StartLimits.USUAL.within(Duration.ofSeconds(seconds));
    }
}
