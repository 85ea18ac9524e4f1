package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.services.OwnStack;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bench of the detector on a broker and a Redis of its own. */
public final class DetectorMeasures {

    private DetectorMeasures() {}

    /** What is measured of a detector. */
    public interface Measure {
        BenchResult of(DetectorBench.Settings settings) throws IOException;
    }

    /**
     * Measures.
     *
     * @param threads of an encoder
     * @param samples that memory is watched over
     * @param data documents; null for made-up ones
     */
    public static BenchResult run(Measure measure, int threads, int samples, @Nullable Path data) throws IOException {
        try (OwnStack stack = OwnStack.start()) {
            return measure.of(new DetectorBench.Settings(
                    stack.place(Service.DETECTOR), stack.brokerPid(), stack.redisPid(), threads, samples, data));
        }
    }
}
