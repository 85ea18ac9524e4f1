package io.tailkeeper.bench;

import io.tailkeeper.bench.detector.DetectorBench;
import io.tailkeeper.commandline.CommandLines;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All measures of the detector. */
@Command(
        name = "detector",
        description = {
            "documents/s through Kafka beside the encoder alone, linear screen, entropy rate, score cache with and without"
                    + " Redis, 1 to 4 instances, memory.",
            "It starts a broker and a Redis of its own."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class DetectorCommand implements Callable<Integer> {

    @Mixin
    private DetectorOptions options;

    @Override
    public Integer call() throws IOException {
        return options.measure(DetectorBench::run);
    }
}
