package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.Growth;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resident memory of the service while many samples go through the n-grams, each another text. */
final class MemoryOverTime {

    private static final GenerationKey GENERATION = new GenerationKey("memory", 1);
    private static final int CHUNK = 1_000;
    private static final int AHEAD = 10_000; // samples written and not answered: the topic is the queue, not the heap
    private static final double MIB = 1024 * 1024;

    /** What the Java heap, once it has grown to what the work needs, may still move by. */
    private static final double GOAL_MIB = 32;

    private final Exchange exchange;
    private final Paragraphs paragraphs;
    private final int samples;

    MemoryOverTime(Exchange exchange, Paragraphs paragraphs, int samples) {
        this.exchange = exchange;
        this.paragraphs = paragraphs;
        this.samples = samples;
    }

    /** What was found; resident sizes in bytes. */
    record Result(BenchPart part, Growth growth, double seconds) {}

    /** Measures with a detector whose features are the encoder's. */
    Result run(RunningService.Start start, Encoder ngrams) {
        exchange.clear();
        exchange.calibrate(GENERATION, "ngrams", ngrams.dimension());
        List<Long> resident = new ArrayList<>();
        Map<String, Object> figures = new LinkedHashMap<>();
        long begun = System.nanoTime();
        double seconds;
        try (RunningService detector = start.with(Map.of("detectors", "ngrams", "cache-time", "0s"));
                Answers answers = exchange.answers(GENERATION, samples)) {
            int written = 0;
            while (answers.answered() < samples) {
                while (written < samples && written - answers.answered() < AHEAD) {
                    int count = Math.min(CHUNK, samples - written);
                    exchange.queue(GENERATION, written, paragraphs.documents(written, written + count));
                    exchange.release();
                    written += count;
                }
                answers.await(answers.answered() + 1);
                while (resident.size() < Growth.POINTS
                        && answers.answered() >= (resident.size() + 1L) * samples / Growth.POINTS) {
                    resident.add(detector.residentBytes());
                }
            }
            figures.put("samples", samples);
            seconds = (System.nanoTime() - begun) / 1e9;
            figures.put("samples/s", samples / seconds);
            figures.put("answered exactly once", answers.isExactlyOnce());
            figures.put("heap after the last collection MiB", detector.counter("jvm_gc_live_data_size_bytes") / MIB);
        }
        Growth growth = new Growth(resident);
        figures.put("resident MiB after a tenth", growth.settled() / MIB);
        figures.put("resident MiB at the end", growth.last() / MIB);
        figures.put("resident MiB at most", growth.most() / MIB);
        figures.put(
                "resident MiB at each hundredth",
                resident.stream().map(bytes -> Math.round(bytes / MIB)).toList());
        BenchPart part =
                BenchPart.below(GOAL_MIB, growth.bytes() / MIB, "MiB of growth after the first tenth", figures);
        return new Result(part, growth, seconds);
    }
}
