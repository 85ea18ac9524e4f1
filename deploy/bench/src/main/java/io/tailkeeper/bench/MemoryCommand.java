package io.tailkeeper.bench;

import io.tailkeeper.bench.detector.DetectorBench;
import io.tailkeeper.commandline.CommandLines;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Memory of the detector over time. */
@Command(
        name = "memory",
        description = "The detector's resident memory at the end beside that after a tenth of --steps samples.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class MemoryCommand implements Callable<Integer> {

    @Mixin
    private DetectorOptions options;

    @Override
    public Integer call() throws IOException {
        return options.measure(DetectorBench::memory);
    }
}
