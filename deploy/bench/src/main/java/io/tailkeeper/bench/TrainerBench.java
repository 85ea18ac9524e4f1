package io.tailkeeper.bench;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.trainer.TrainingWatcher;
import io.tailkeeper.trainer.pytorch.GenerationTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Training as the service does it, without broker and corpus: model GFLOP/s, counted as 6 times parameters times tokens,
 * beside the speed of large matrix products in the same process on the same threads, measured between the same steps.
 */
final class TrainerBench {

    private static final int WARM_UP = 16; // no fewer than a training on CUDA reads together
    private static final int NEVER = 100_000; // steps between two saved states

    private final ModelPreset preset;
    private final Precision precision;
    private final int steps;

    /** @param steps optimizer steps that are measured, after a few that are not */
    TrainerBench(ModelPreset preset, Precision precision, int steps) {
        this.preset = preset;
        this.precision = precision;
        this.steps = steps;
    }

    BenchResult run(Path folder) {
        try (MatrixPeak peak = new MatrixPeak()) {
            StepClock clock = new StepClock(peak);
            GenerationTraining.Result result =
                    new PretendRun(preset, precision, WARM_UP + steps, NEVER).train(folder, clock);
            peak.window();
            return result(clock, peak, result.times());
        }
    }

    private BenchResult result(StepClock clock, MatrixPeak peak, GenerationTraining.Times times) {
        long parameters = preset.config().parameterCount();
        double tokensPerSecond = clock.tokens / clock.seconds;
        double gigaflops = 6.0 * parameters * tokensPerSecond / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("preset", preset.word());
        settings.put("parameters", parameters);
        settings.put("batchSize", preset.batchSize());
        settings.put("blockTokens", preset.blockTokens());
        settings.put("precision", precision == Precision.BF16 ? "bf16" : "float32");
        settings.put("steps", steps);
        settings.put("threads", ModelDevice.threads());
        settings.put("device", ModelDevice.current().toString());
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("tokens/s", tokensPerSecond);
        phases.put("slowest tenth tokens/s", clock.slowestTenth());
        phases.put("seconds in steps", times.training());
        phases.put("seconds in loading", times.loading());
        phases.put("seconds in checkpoints", times.checkpoint());
        phases.put("best products GFLOP/s", peak.bestGigaflops());
        phases.put("memory growth bytes", (double) clock.growth());
        phases.put("memory needed bytes", (double) TrainingMemory.bytes(preset));
        return new BenchResult(
                "trainer",
                settings,
                gigaflops,
                "model GFLOP/s",
                peak.gigaflops(),
                "matrix-product GFLOP/s between the steps",
                gigaflops / peak.gigaflops(),
                clock.seconds,
                ResidentMemory.peak(),
                phases);
    }

    /** Sums over the steps that count. */
    private static final class StepClock implements TrainingWatcher {

        private static final double SECONDS_BETWEEN_WINDOWS = 1;

        private final List<Double> speeds = new ArrayList<>();
        private final MatrixPeak peak;
        private double windowAfter;
        private long tokens;
        private double seconds;
        private long settled;

        StepClock(MatrixPeak peak) {
            this.peak = peak;
        }

        @Override
        public void stepped(int done, int total, double loss, long read, double taken) {
            if (done <= WARM_UP) {
                settled = ResidentMemory.now();
                return;
            }
            tokens += read;
            seconds += taken;
            speeds.add(read / taken);
            if (seconds >= windowAfter) {
                peak.window();
                windowAfter = seconds + SECONDS_BETWEEN_WINDOWS;
            }
        }

        double slowestTenth() {
            return speeds.stream().sorted().skip(speeds.size() / 10).findFirst().orElse(0.0);
        }

        long growth() {
            return ResidentMemory.now() - settled;
        }

        @Override
        public void evaluated(int done, int total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
