package io.tailkeeper.bench.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.Growth;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.bench.services.Deadline;
import io.tailkeeper.bench.services.OwnStack;
import io.tailkeeper.bench.services.PackagedService;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Samples/s through the metrics service beside those of the detector's encoder on the same cores, and its memory over time. */
public final class MetricsBench {

    private static final int SEED = 1;
    private static final int WARM_UP = 300;
    private static final int ENCODED = 600;
    private static final int CHUNK = 1_000;
    private static final int AHEAD = 40_000; // samples written and not counted: the topics are the queue, not the heap
    private static final double GOAL_RATIO = 10;
    private static final double GOAL_MIB = 32; // what the Java heap may still move by
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double MIB = 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunRequested run;
    private final GenerationKey generation;
    private final Paragraphs paragraphs;
    private final int samples;
    private final List<Long> resident = new ArrayList<>();

    /**
     * Of made-up or given documents.
     *
     * @param samples that go through
     */
    MetricsBench(Paragraphs paragraphs, int samples) {
        this.paragraphs = paragraphs;
        this.samples = samples;
        RunRequested like = Specifications.run("bench", null);
        run = new RunRequested(
                "bench",
                like.experimentId(),
                like.arm(),
                null,
                like.requestedAt(),
                Specifications.with(like.specification(), "data", new DataSpecification(samples, 32, 1, 1, 32, 8, 16)));
        generation = new GenerationKey(run.runId(), 0);
    }

    /**
     * Measures on a broker and a Redis of its own.
     *
     * @param threads of the encoder
     * @param samples that go through the service
     * @param data documents; null for made-up ones
     */
    public static BenchResult run(int threads, int samples, @Nullable Path data) throws IOException {
        Paragraphs paragraphs = data == null ? Paragraphs.made(SEED) : Paragraphs.of(data, SEED);
        double encoder = encoded(paragraphs, threads);
        try (OwnStack stack = OwnStack.start();
                PackagedService service = PackagedService.start(stack.place(Service.METRICS), Map.of());
                SampleFeed feed = new SampleFeed(stack.servers())) {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("samples", samples);
            settings.put("documents", data == null ? "made up" : "of --data");
            settings.put("meanWords", Math.round(paragraphs.meanWords()));
            settings.put("threads", threads);
            return new MetricsBench(paragraphs, samples).measure(service, feed, stack.redisPid(), encoder, settings);
        }
    }

    /** Documents/s of the encoder alone. */
    private static double encoded(Paragraphs paragraphs, int threads) {
        System.err.println("measuring the encoder alone");
        try (OnnxEncoder encoder = new OnnxEncoder(threads)) {
            encoder.encode(paragraphs.documents(0, WARM_UP));
            long begun = System.nanoTime();
            encoder.encode(paragraphs.documents(WARM_UP, WARM_UP + ENCODED));
            return ENCODED * 1e9 / (System.nanoTime() - begun);
        }
    }

    private BenchResult measure(
            PackagedService service, SampleFeed feed, long redisPid, double encoder, Map<String, Object> settings) {
        System.err.println("measuring " + samples + " samples through the metrics service");
        feed.request(run);
        long redisBefore = ResidentMemory.of(redisPid);
        Times times = feed(service, feed);
        double rate = 0.9 * samples / times.secondsAfterTheFirstTenth();
        Map<String, Object> speed = new LinkedHashMap<>();
        speed.put("samples/s, the first tenth included", samples / times.seconds());
        speed.put("documents/s of the encoder alone", encoder);
        speed.put("CPU ms a sample", 1_000 * service.cpuSeconds() / samples);
        Growth growth = new Growth(resident);
        Map<String, BenchPart> parts = new LinkedHashMap<>();
        parts.put("speed", BenchPart.atLeast(GOAL_RATIO, rate / encoder, "times the detector's encoder", speed));
        parts.put("memory", memory(growth, (ResidentMemory.of(redisPid) - redisBefore) / MIB));
        return new BenchResult(
                "metrics",
                settings,
                rate,
                "samples/s through the metrics service",
                encoder,
                "documents/s of the detector's encoder alone",
                rate / encoder,
                times.seconds(),
                (long) growth.most(),
                Map.of(),
                parts);
    }

    /** How long it took, and how long from when a tenth was counted. */
    private record Times(double seconds, double secondsAfterTheFirstTenth) {}

    private Times feed(PackagedService service, SampleFeed feed) {
        long begun = System.nanoTime();
        long tenth = begun;
        int counted = 0;
        int written = 0;
        Deadline deadline = Deadline.in(PATIENCE);
        while (counted < samples) {
            while (written < samples && written - counted < AHEAD) {
                int to = Math.min(samples, written + CHUNK);
                feed.write(
                        generation,
                        run.specification().selection().detectorId(),
                        written,
                        paragraphs.documents(written, to));
                written = to;
            }
            int now = counted(service);
            if (now > counted) {
                deadline = Deadline.in(PATIENCE);
            } else {
                int stood = counted;
                deadline.check(() -> "the service stood still at " + stood + " of " + samples + " samples");
            }
            tenth = counted < samples / 10 ? System.nanoTime() : tenth;
            counted = now;
            note(counted, service);
        }
        long end = System.nanoTime();
        return new Times((end - begun) / 1e9, (end - tenth) / 1e9);
    }

    private static BenchPart memory(Growth growth, double redis) {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("resident MiB after a tenth", growth.settled() / MIB);
        memory.put("resident MiB at the end", growth.last() / MIB);
        memory.put("resident MiB at most", growth.most() / MIB);
        memory.put("Redis, resident MiB more than before", redis);
        return BenchPart.below(GOAL_MIB, growth.bytes() / MIB, "MiB of growth after the first tenth", memory);
    }

    private void note(int counted, PackagedService service) {
        while (resident.size() < Growth.POINTS && counted >= (resident.size() + 1L) * samples / Growth.POINTS) {
            resident.add(service.residentBytes());
        }
    }

    /** Samples of which the service has counted both records. */
    private int counted(PackagedService service) {
        String body = service.get("/api/runs/" + run.runId());
        if (body.isEmpty()) {
            return 0; // not read yet
        }
        try {
            JsonNode progress = JSON.readTree(body).path("progress").path(0);
            return Math.min(
                    progress.path("collected").asInt(), progress.path("scored").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
