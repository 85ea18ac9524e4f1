package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.GenerationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Documents a second of 1 to 4 instances on 12 partitions, with an encoder that takes its time without computing.
 *
 * <p>Every instance gets equally many documents and every partition equally many of them, so that the windows are equally
 * long and the hash of the keys does not count. The documents become visible when every instance has its partitions.
 */
final class Scaling {

    private static final double GOAL = 0.9;
    private static final int PARTITIONS = 12;
    private static final int MAX = 4;

    private final Exchange exchange;
    private final Paragraphs paragraphs;
    private final int documentsEach;
    private final Duration time;

    /**
     * A measure.
     *
     * @param documentsEach documents of an instance, a multiple of 12
     * @param time that the encoder takes for one
     */
    Scaling(Exchange exchange, Paragraphs paragraphs, int documentsEach, Duration time) {
        this.exchange = exchange;
        this.paragraphs = paragraphs;
        this.documentsEach = documentsEach;
        this.time = time;
    }

    BenchPart run() {
        exchange.widen(PARTITIONS);
        Map<String, Object> figures = new LinkedHashMap<>();
        double alone = 0;
        double efficiency = 0;
        speed("paced-warm-up", 1); // else the first window, the one that all are compared with, is the slowest
        for (int instances = 1; instances <= MAX; instances++) {
            double speed = speed("paced-" + instances, instances);
            alone = instances == 1 ? speed : alone;
            efficiency = efficiency(speed, instances, alone);
            figures.put("documents/s, instances: " + instances, speed);
            figures.put("efficiency, instances: " + instances, efficiency);
        }
        figures.put("ms a document, simulated", time.toNanos() / 1e6);
        return BenchPart.atLeast(GOAL, efficiency, "of " + MAX + " times one instance", figures);
    }

    /** What each of the instances does, of what one does alone. */
    static double efficiency(double speed, int instances, double alone) {
        return speed / (instances * alone);
    }

    /** With a detector, and so a group, of its own: nobody's former members are waited for. */
    private double speed(String id, int instances) {
        GenerationKey generation = new GenerationKey(id, 1);
        int count = instances * documentsEach;
        exchange.clear();
        exchange.calibrate(generation, id, 1);
        exchange.queue(generation, 0, paragraphs.documents(0, count));
        List<RunningService> running = new ArrayList<>();
        try (Answers answers = exchange.answers(generation, count)) {
            IntStream.range(0, instances)
                    .mapToObj(i -> LoopsDetector.start(exchange.servers(), "instance-" + i, id, new PacedEncoder(time)))
                    .forEach(running::add);
            exchange.awaitMembers("detector." + id, instances);
            answers.begin();
            long begin = exchange.release();
            return 1e9 * count / (answers.await(count) - begin);
        } finally {
            running.parallelStream().forEach(RunningService::close);
        }
    }
}
