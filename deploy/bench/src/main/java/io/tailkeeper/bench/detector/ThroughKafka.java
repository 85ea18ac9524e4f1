package io.tailkeeper.bench.detector;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.Median;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * Documents a second through Kafka, beside the same encoder given the same documents at once, in turn: what consuming,
 * transactions and producing cost. Caches are off and no document comes twice.
 */
final class ThroughKafka {

    private static final double GOAL = 0.95;
    private static final String BUSY = "tailkeeper_detector_busy_seconds_total";
    private static final String RUN = "throughput";

    /** The prior answers generation 0 without the encoder: the cost of the messages alone. */
    private static final GenerationKey MESSAGES = new GenerationKey(RUN, 0);

    private static final GenerationKey DOCUMENTS = new GenerationKey(RUN, 1);

    private final Exchange exchange;
    private final Encoder reference;
    private final Paragraphs paragraphs;
    private final DoubleSupplier brokerSeconds;
    private final Sizes sizes;

    /**
     * How much is measured.
     *
     * @param messages without encoding
     * @param warmUp documents that are encoded before
     * @param documents of a window
     * @param rounds pairs of windows
     */
    record Sizes(int messages, int warmUp, int documents, int rounds) {}

    /**
     * A measure.
     *
     * @param reference the service's encoder, with as many threads as the service
     * @param brokerSeconds seconds that the broker has computed
     */
    ThroughKafka(
            Exchange exchange, Encoder reference, Paragraphs paragraphs, DoubleSupplier brokerSeconds, Sizes sizes) {
        this.exchange = exchange;
        this.reference = reference;
        this.paragraphs = paragraphs;
        this.brokerSeconds = brokerSeconds;
        this.sizes = sizes;
    }

    /**
     * What one window found.
     *
     * @param speed documents a second
     * @param busy part of the time in which the encoder had something to do
     * @param cpu milliseconds of processor time a document, by process
     */
    private record Window(double speed, double busy, Map<String, Double> cpu) {}

    /** What all windows found. */
    record Result(double throughKafka, double inProcess, double ratio, double seconds, BenchPart part) {}

    /** Measures with a detector that is calibrated by this. */
    Result run(RunningService.Start start) {
        exchange.clear();
        exchange.calibrate(DOCUMENTS, "encoder", reference.dimension());
        long begun = System.nanoTime();
        List<Window> inKafka = new ArrayList<>();
        List<Window> inProcess = new ArrayList<>();
        double messages;
        try (RunningService detector = start.with(Map.of("cache-time", "0s", "remembered-texts", "0"))) {
            through(detector, MESSAGES, 0, sizes.messages());
            messages = through(detector, MESSAGES, sizes.messages(), sizes.messages())
                    .speed();
            through(detector, DOCUMENTS, 0, sizes.warmUp());
            alone(0, sizes.warmUp());
            for (int round = 0; round < sizes.rounds(); round++) {
                int first = sizes.warmUp() + round * sizes.documents();
                if (round % 2 == 0) { // a machine that slows down or speeds up hits both
                    inKafka.add(through(detector, DOCUMENTS, first, sizes.documents()));
                    inProcess.add(alone(first, sizes.documents()));
                } else {
                    inProcess.add(alone(first, sizes.documents()));
                    inKafka.add(through(detector, DOCUMENTS, first, sizes.documents()));
                }
            }
        }
        return result(inKafka, inProcess, messages, (System.nanoTime() - begun) / 1e9);
    }

    private Window through(RunningService detector, GenerationKey generation, int first, int count) {
        List<String> texts = paragraphs.documents(first, first + count);
        try (Answers answers = exchange.answers(generation, first + count)) {
            exchange.queue(generation, first, texts);
            Map<String, Double> before = cpu(detector);
            double busy = detector.counter(BUSY);
            answers.begin();
            long begin = exchange.release();
            double seconds = (answers.await(count) - begin) / 1e9;
            return new Window(
                    count / seconds,
                    (detector.counter(BUSY) - busy) / seconds,
                    perDocument(before, cpu(detector), count));
        }
    }

    private Window alone(int first, int count) {
        List<String> texts = paragraphs.documents(first, first + count);
        double cpu = OwnProcess.cpuSeconds();
        long begin = System.nanoTime();
        reference.encode(texts);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Window(
                count / seconds,
                1,
                perDocument(Map.of("in process", cpu), Map.of("in process", OwnProcess.cpuSeconds()), count));
    }

    private Map<String, Double> cpu(RunningService detector) {
        return Map.of(
                "detector",
                detector.cpuSeconds(),
                "broker",
                brokerSeconds.getAsDouble(),
                "bench",
                OwnProcess.cpuSeconds());
    }

    private static Map<String, Double> perDocument(Map<String, Double> before, Map<String, Double> after, int count) {
        Map<String, Double> milliseconds = new LinkedHashMap<>();
        after.forEach((process, seconds) -> milliseconds.put(
                process, 1e3 * (seconds - Objects.requireNonNull(before.get(process), process)) / count));
        return milliseconds;
    }

    private Result result(List<Window> inKafka, List<Window> inProcess, double messages, double seconds) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < inKafka.size(); i++) {
            ratios.add(inKafka.get(i).speed() / inProcess.get(i).speed());
        }
        double ratio = Median.of(ratios);
        double value = speed(inKafka);
        double alone = speed(inProcess);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("documents/s through Kafka", value);
        figures.put("documents/s in process", alone);
        figures.put(
                "least ratio of a round", ratios.stream().min(Double::compare).orElseThrow());
        figures.put(
                "greatest ratio of a round",
                ratios.stream().max(Double::compare).orElseThrow());
        figures.put(
                "time in which the encoder was busy",
                Median.of(inKafka.stream().map(Window::busy).toList()));
        figures.put("CPU ms a document, in process", cpu(inProcess, "in process"));
        figures.put("CPU ms a document, detector", cpu(inKafka, "detector"));
        figures.put("CPU ms a document, broker", cpu(inKafka, "broker"));
        figures.put("CPU ms a document, bench", cpu(inKafka, "bench"));
        figures.put("documents/s through Kafka, not encoded", messages);
        BenchPart part = BenchPart.atLeast(GOAL, ratio, "of the speed of the encoder alone", figures);
        return new Result(value, alone, ratio, seconds, part);
    }

    private static double speed(List<Window> windows) {
        return Median.of(windows.stream().map(Window::speed).toList());
    }

    private static double cpu(List<Window> windows, String process) {
        return Median.of(
                windows.stream().map(window -> window.cpu().get(process)).toList());
    }
}
