package io.tailkeeper.bench;

import io.tailkeeper.bench.detector.DetectorMeasures;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a bench of the detector reads and writes. */
final class DetectorOptions {

    @Mixin
    private EncodingOptions encoding;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Samples that memory is watched over. Default: 100000")
    private int samples;

    @Mixin
    private OutputOption output;

    /** Measures on a broker and a Redis of its own. */
    int measure(DetectorMeasures.Measure measure) throws IOException {
        encoding.check();
        if (samples < 1) {
            throw new UsageException("--steps must be at least 1");
        }
        output.check();
        output.take(DetectorMeasures.run(measure, encoding.threads(), samples, encoding.data()));
        return 0;
    }
}
