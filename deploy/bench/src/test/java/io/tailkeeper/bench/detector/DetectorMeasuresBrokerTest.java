package io.tailkeeper.bench.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.Growth;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.bench.services.RunningService;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.features.CachedEncoder;
import io.tailkeeper.detector.ngram.NgramEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The measures on a real broker, small, around encoders whose cost is known. */
class DetectorMeasuresBrokerTest {

    private static final Duration TWO_MILLIS = Duration.ofMillis(2);

    private static final KafkaBrokerResource BROKER = new KafkaBrokerResource();
    private static final Paragraphs TEXTS = new Paragraphs(
            IntStream.range(0, 50).mapToObj(i -> "the text number " + i).toList());

    private static Exchange exchange;

    @BeforeAll
    static void startBroker() {
        exchange = new Exchange(BROKER.start().get("kafka.bootstrap.servers"));
    }

    @AfterAll
    static void stopBroker() {
        exchange.close();
        BROKER.stop();
    }

    private static RunningService.Start loops(String id, Encoder encoder) {
        return settings -> LoopsDetector.start(exchange.servers(), "bench", id, encoder);
    }

    @Test
    void kafkaIsComparedWithTheEncoderAlone() {
        Encoder encoder = new PacedEncoder(TWO_MILLIS);
        ThroughKafka.Result result = new ThroughKafka(
                        exchange, encoder, TEXTS, () -> 0, new ThroughKafka.Sizes(40, 20, 200, 3))
                .run(loops("encoder", encoder));

        assertThat(result.inProcess()).isPositive().isLessThanOrEqualTo(501);
        assertThat(result.throughKafka()).isPositive().isLessThanOrEqualTo(501);
        assertThat(result.ratio()).isEqualTo(result.part().value()).isPositive().isFinite();
        assertThat(result.part().figures())
                .containsEntry("documents/s in process", result.inProcess())
                .containsEntry("CPU ms a document, broker", 0.0)
                .containsKeys("documents/s through Kafka, not encoded", "least ratio of a round");
    }

    @Test
    void theCacheIsCountedFilledAndLost() {
        Store store = new Store();
        Encoder encoder = new CachedEncoder(new PacedEncoder(TWO_MILLIS), store);
        RunningService.Start start =
                settings -> new Counted(LoopsDetector.start(exchange.servers(), "bench", "encoder", encoder), store);
        BenchPart part = new ScoreCache(exchange, TEXTS.documents(0, 300), store::lose).run(start, encoder.dimension());

        assertThat(part.value()).isEqualTo(1);
        assertThat(part.reached()).isTrue();
        assertThat(part.figures()).containsEntry("every sample answered exactly once", true);
        assertThat((double) part.figures().get("documents/s, all known"))
                .isGreaterThan((double) part.figures().get("documents/s, none known"));
        assertThat(store.lost).isTrue();
    }

    @Test
    void severalInstancesShareEvenly() {
        BenchPart part = new Scaling(exchange, TEXTS, 120, TWO_MILLIS).run();

        double one = (double) part.figures().get("documents/s, instances: 1");
        double four = (double) part.figures().get("documents/s, instances: 4");
        assertThat(part.value())
                .isEqualTo(four / (4 * one))
                .isEqualTo(part.figures().get("efficiency, instances: 4"));
        assertThat(part.figures()).containsEntry("efficiency, instances: 1", 1.0);
        assertThat(one).isPositive().isLessThanOrEqualTo(501);
    }

    @Test
    void memoryIsWatchedToTheLastSample() {
        BenchPart part = new MemoryOverTime(exchange, TEXTS, 2_500)
                .run(loops("ngrams", new NgramEncoder()), new NgramEncoder())
                .part();

        assertThat(part.figures()).containsEntry("samples", 2_500).containsEntry("answered exactly once", true);
        assertThat((List<?>) part.figures().get("resident MiB at each hundredth"))
                .hasSize(Growth.POINTS);
    }

    /** A cache that counts, and that can be lost. */
    private static final class Store implements CachedEncoder.Store {

        private final Map<String, float[]> known = new ConcurrentHashMap<>();
        private volatile boolean lost;
        private volatile int hits;
        private volatile int misses;

        @Override
        public synchronized Map<String, float[]> find(List<String> keys) {
            Map<String, float[]> found = new HashMap<>();
            keys.stream().filter(known::containsKey).forEach(key -> found.put(key, known.get(key)));
            hits += found.size();
            misses += keys.size() - found.size();
            return found;
        }

        @Override
        public synchronized void add(Map<String, float[]> features) {
            if (!lost) {
                known.putAll(features);
            }
        }

        synchronized void lose() {
            lost = true;
            known.clear();
        }
    }

    private record Counted(RunningService detector, Store store) implements RunningService {

        @Override
        public double counter(String name) {
            return name.contains("hits") ? store.hits : store.misses;
        }

        @Override
        public long residentBytes() {
            return detector.residentBytes();
        }

        @Override
        public double cpuSeconds() {
            return detector.cpuSeconds();
        }

        @Override
        public void close() {
            detector.close();
        }
    }
}
