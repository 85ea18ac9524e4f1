package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.bench.services.PackagedService;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.detector.ngram.NgramEncoder;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All measures of the detector, one after the other, on a broker and a Redis that the launcher has started. */
public final class DetectorBench {

    private static final int SEED = 1;
    private static final Duration SIMULATED = Duration.ofMillis(5);
    private static final int SCALING_DOCUMENTS = 1_200;
    private static final int CACHED_DOCUMENTS = 1_000;
    private static final int SCREENED_DOCUMENTS = 4_000;
    private static final int WINDOWS = 5;
    private static final int MESSAGES = 4_000;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 5;
    private static final double WINDOW_SECONDS = 9;
    private static final double MIB = 1024 * 1024;

    private DetectorBench() {}

    /**
     * What was started and what a person chose.
     *
     * @param place where detectors run
     * @param brokerPid process of the broker
     * @param redisPid process of the store
     * @param threads of an encoder
     * @param samples of the measure of memory
     * @param data documents; null for made-up ones
     */
    public record Settings(
            PackagedService.Place place, long brokerPid, long redisPid, int threads, int samples, @Nullable Path data) {

        private RunningService start(Map<String, String> chosen) {
            Map<String, String> all = new HashMap<>(chosen);
            all.put("threads", Integer.toString(threads));
            return PackagedService.start(place, all);
        }

        private Paragraphs paragraphs() throws IOException {
            return data == null ? Paragraphs.made(SEED) : Paragraphs.of(data, SEED);
        }

        private String documents() {
            return data == null ? "made up" : "of --data";
        }

        private double brokerSeconds() {
            return ProcessHandle.of(brokerPid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(time -> time.toNanos() / 1e9)
                    .orElse(0.0);
        }

        private void killRedis() {
            ProcessHandle.of(redisPid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Measures its memory alone. */
    public static BenchResult memory(Settings settings) throws IOException {
        Paragraphs paragraphs = settings.paragraphs();
        try (Exchange exchange = new Exchange(settings.place().servers())) {
            progress("memory over " + settings.samples() + " samples");
            return memory(
                    settings,
                    paragraphs,
                    new MemoryOverTime(exchange, paragraphs, settings.samples())
                            .run(settings::start, new NgramEncoder()));
        }
    }

    static BenchResult memory(Settings chosen, Paragraphs paragraphs, MemoryOverTime.Result found) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("samples", chosen.samples());
        settings.put("documents", chosen.documents());
        settings.put("meanWords", Math.round(paragraphs.meanWords()));
        double after = found.growth().settled() / MIB;
        double end = found.growth().last() / MIB;
        return new BenchResult(
                "memory",
                settings,
                end,
                "MiB resident at the end",
                after,
                "MiB resident after a tenth",
                end / after,
                found.seconds(),
                (long) found.growth().most(),
                Map.of(found.part().unit(), found.part().value()),
                Map.of("memory", found.part()));
    }

    /** Measures. */
    public static BenchResult run(Settings settings) throws IOException {
        Paragraphs paragraphs = settings.paragraphs();
        Map<String, BenchPart> parts = new LinkedHashMap<>();
        ThroughKafka.Result through;
        try (Exchange exchange = new Exchange(settings.place().servers());
                OnnxEncoder encoder = new OnnxEncoder(settings.threads())) {
            progress("documents/s through Kafka");
            int window = documentsOfAWindow(encoder, paragraphs);
            through = new ThroughKafka(
                            exchange,
                            encoder,
                            paragraphs,
                            settings::brokerSeconds,
                            new ThroughKafka.Sizes(MESSAGES, WARM_UP, window, ROUNDS))
                    .run(settings::start);
            parts.put("through Kafka", through.part());
            progress("linear screen and entropy rate");
            CheapDetectors cheap = new CheapDetectors(paragraphs, SCREENED_DOCUMENTS, WINDOWS);
            parts.put("linear screen", cheap.linearScreen());
            parts.put("entropy rate", cheap.entropyRate());
            progress("score cache");
            parts.put(
                    "score cache",
                    new ScoreCache(exchange, paragraphs.documents(0, CACHED_DOCUMENTS), settings::killRedis)
                            .run(settings::start, encoder.dimension()));
            progress("1 to 4 instances");
            parts.put("scaling", new Scaling(exchange, paragraphs, SCALING_DOCUMENTS, SIMULATED).run());
            progress("memory");
            parts.put(
                    "memory",
                    new MemoryOverTime(exchange, paragraphs, settings.samples())
                            .run(settings::start, new NgramEncoder())
                            .part());
        }
        return result(settings, paragraphs, through, parts);
    }

    private static void progress(String what) {
        System.err.println("measuring " + what);
    }

    private static int documentsOfAWindow(OnnxEncoder encoder, Paragraphs paragraphs) {
        encoder.encode(paragraphs.documents(0, WARM_UP));
        long begin = System.nanoTime();
        encoder.encode(paragraphs.documents(0, WARM_UP));
        return Math.max(WARM_UP, (int) (WARM_UP * WINDOW_SECONDS * 1e9 / (System.nanoTime() - begin)));
    }

    static BenchResult result(
            Settings chosen, Paragraphs paragraphs, ThroughKafka.Result through, Map<String, BenchPart> parts) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("encoder", "all-MiniLM-L6-v2, int8");
        settings.put("threads", chosen.threads());
        settings.put("documents", chosen.documents());
        settings.put("meanWords", Math.round(paragraphs.meanWords()));
        settings.put("rounds", ROUNDS);
        settings.put("memorySamples", chosen.samples());
        Map<String, Double> phases = new LinkedHashMap<>();
        parts.forEach((name, part) -> phases.put(name + ", " + part.unit(), part.value()));
        return new BenchResult(
                "detector",
                settings,
                through.throughKafka(),
                "documents/s through Kafka",
                through.inProcess(),
                "documents/s of the encoder alone, in turn",
                through.ratio(),
                through.seconds(),
                ResidentMemory.peak(),
                phases,
                parts);
    }
}
