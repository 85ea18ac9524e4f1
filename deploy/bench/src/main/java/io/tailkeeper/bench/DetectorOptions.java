package io.tailkeeper.bench;

import io.tailkeeper.bench.detector.DetectorMeasures;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a bench of the detector reads and writes. */
final class DetectorOptions {

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A text file or a folder of .txt files, whose paragraphs of at least 20 words are the documents."
                            + " Default: made-up ones of like lengths")
    private @Nullable Path data;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Samples that memory is watched over. Default: 100000")
    private int samples;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Texts encoded at the same time. Default: 2")
    private int threads;

    @Mixin
    private OutputOption output;

    /** Measures on a broker and a Redis of its own. */
    int measure(DetectorMeasures.Measure measure) throws IOException {
        if (data != null && !Files.exists(data)) {
            throw new UsageException("--data " + data + " does not exist; give a text file or a folder");
        }
        if (samples < 1 || threads < 1) {
            throw new UsageException("--steps and --threads must be at least 1");
        }
        output.check();
        output.take(DetectorMeasures.run(measure, threads, samples, data));
        return 0;
    }
}
