package io.tailkeeper.bench;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.commandline.OutputPlace;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the figures go. */
final class OutputOption {

    @Option(names = "--output", paramLabel = "FILE", description = "Write the figures there as one JSON object.")
    private @Nullable Path file;

    /** @throws io.tailkeeper.commandline.UsageException when nothing can be written there */
    void check() {
        OutputPlace.requireFile("--output", file);
    }

    /** Prints a result, and writes it where a file was asked for. */
    void take(BenchResult result) throws IOException {
        Bench.print(result, System.out);
        if (file != null) {
            Bench.write(result, file);
        }
    }
}
