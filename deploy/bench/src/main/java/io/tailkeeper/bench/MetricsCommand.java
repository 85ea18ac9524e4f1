package io.tailkeeper.bench;

import io.tailkeeper.bench.metrics.MetricsBench;
import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.util.concurrent.Callable;
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

    @Mixin
    private EncodingOptions encoding;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Samples that go through the service. Default: 200000")
    private int samples;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        encoding.check();
        if (samples < LEAST) {
            throw new UsageException("--samples must be at least " + LEAST);
        }
        output.check();
        output.take(MetricsBench.run(encoding.threads(), samples, encoding.data()));
        return 0;
    }
}
