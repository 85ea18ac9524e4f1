package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.GenerationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same documents under one run, again under another, and once more while Redis is killed. */
final class ScoreCache {

    private static final double GOAL = 0.99;
    private static final String HITS = "tailkeeper_detector_cache_hits_total";
    private static final String MISSES = "tailkeeper_detector_cache_misses_total";

    private static final GenerationKey COLD = new GenerationKey("cache-cold", 1);
    private static final GenerationKey WARM = new GenerationKey("cache-warm", 1);
    private static final GenerationKey GONE = new GenerationKey("cache-gone", 1);

    private final Exchange exchange;
    private final List<String> texts;
    private final Runnable killRedis;

    ScoreCache(Exchange exchange, List<String> texts, Runnable killRedis) {
        this.exchange = exchange;
        this.texts = texts;
        this.killRedis = killRedis;
    }

    /** Measures with a detector whose encoder has so many features. */
    BenchPart run(RunningService.Start start, int dimension) {
        exchange.clear();
        List.of(COLD, WARM, GONE).forEach(generation -> exchange.calibrate(generation, "encoder", dimension));
        Map<String, Object> figures = new LinkedHashMap<>();
        try (RunningService detector = start.with(Map.of("remembered-texts", "0"))) {
            boolean once = measure(COLD, "documents/s, none known", figures);
            double hits = detector.counter(HITS);
            double misses = detector.counter(MISSES);
            once &= measure(WARM, "documents/s, all known", figures);
            double found = detector.counter(HITS) - hits;
            double missing = detector.counter(MISSES) - misses;
            once &= loseRedis(figures);
            figures.put("every sample answered exactly once", once);
            return BenchPart.atLeast(
                    GOAL, found / Math.max(1, found + missing), "of the texts found in the cache", figures);
        }
    }

    private boolean measure(GenerationKey generation, String name, Map<String, Object> figures) {
        try (Answers answers = exchange.answers(generation, texts.size())) {
            exchange.queue(generation, 0, texts);
            answers.begin();
            long begin = exchange.release();
            figures.put(name, 1e9 * texts.size() / (answers.await(texts.size()) - begin));
            return answers.isExactlyOnce();
        }
    }

    private boolean loseRedis(Map<String, Object> figures) {
        try (Answers answers = exchange.answers(GONE, texts.size())) {
            exchange.queue(GONE, 0, texts);
            answers.begin();
            exchange.release();
            answers.await(1);
            killRedis.run();
            long killed = System.nanoTime();
            int before = answers.answered();
            long end = answers.await(texts.size());
            figures.put("documents answered before Redis was killed", before);
            figures.put("documents/s without Redis", 1e9 * (texts.size() - before) / (end - killed));
            return answers.isExactlyOnce();
        }
    }
}
