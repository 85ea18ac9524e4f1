package io.tailkeeper.bench;

import io.tailkeeper.bench.metrics.MetricsBench;
import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Speed and memory of the metrics service. */
@Command(
        name = "metrics",
        description = {
            "Samples/s through the metrics service beside documents/s of the detector's encoder, and its memory over time.",
            "It starts a broker and a Redis of its own."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class MetricsCommand implements Callable<Integer> {

    private static final int LEAST = 1_000;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A text file or a folder of .txt files, whose paragraphs of at least 20 words are the documents."
                            + " Default: made-up ones of like lengths")
    private @Nullable Path data;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Samples that go through the service. Default: 200000")
    private int samples;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Texts that the encoder encodes at the same time. Default: 2")
    private int threads;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        if (data != null && !Files.exists(data)) {
            throw new UsageException("--data " + data + " does not exist; give a text file or a folder");
        }
        if (samples < LEAST || threads < 1) {
            throw new UsageException("--samples must be at least " + LEAST + " and --threads at least 1");
        }
        output.check();
        output.take(MetricsBench.run(threads, samples, data));
        return 0;
    }
}
