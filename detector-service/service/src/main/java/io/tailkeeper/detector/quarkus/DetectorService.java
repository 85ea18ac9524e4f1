package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.detector.CachedEncoder;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.RememberingEncoder;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.ScreenedEncoder;
import io.tailkeeper.detector.kafka.DetectorLoops;
import io.tailkeeper.detector.kafka.KafkaClients;
import io.tailkeeper.detector.kafka.SupervisedLoop;
import io.tailkeeper.detector.redis.RedisFeatures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Starts one detector instance with the service and stops it with the service. */
@ApplicationScoped
class DetectorService {

    private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(30);

    private final List<RunDetector> detectors;
    private final DetectorLoops loops;

    DetectorService(
            DetectorSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            RedisDataSource redis,
            MeterRegistry meters) {
        KafkaClients.Instance instance = settings.instanceId()
                .map(id -> new KafkaClients.Instance(id, true))
                .orElseGet(() -> new KafkaClients.Instance(UUID.randomUUID().toString(), false));
        AtomicReference<DetectorBook> book = new AtomicReference<>(); // the checkpoints are asked for when all is made
        detectors = new InstanceDetectors(
                        settings,
                        kept(settings, redis, meters),
                        generation -> book.get().checkpoint(generation, CHECKPOINT_PATIENCE),
                        screened(meters))
                .open(settings.detectors());
        book.set(DetectorBook.of(detectors));
        loops = new DetectorLoops(
                new KafkaClients(connection, instance, settings.batchSize()),
                detectors,
                book.get(),
                Clock.systemUTC(),
                settings.calibrationTimeout());
    }

    private static ScreenedEncoder.Counts screened(MeterRegistry meters) {
        Counter passed = meters.counter("tailkeeper.detector.screen.passed");
        Counter kept = meters.counter("tailkeeper.detector.screen.kept");
        return (passing, all) -> {
            passed.increment(passing);
            kept.increment(all - passing);
        };
    }

    private static InstanceDetectors.Kept kept(DetectorSettings settings, RedisDataSource redis, MeterRegistry meters) {
        UnaryOperator<Encoder> metered = encoder -> new MeteredEncoder(encoder, meters);
        UnaryOperator<Encoder> everywhere = metered;
        if (settings.cacheTime().isPositive()) {
            RedisFeatures cache = cache(settings.cacheTime(), redis, meters);
            everywhere = encoder -> new CachedEncoder(metered.apply(encoder), cache);
        }
        return new InstanceDetectors.Kept(
                everywhere, encoder -> new RememberingEncoder(encoder, settings.rememberedTexts()));
    }

    private static RedisFeatures cache(Duration kept, RedisDataSource redis, MeterRegistry meters) {
        Counter hits = meters.counter("tailkeeper.detector.cache.hits");
        Counter misses = meters.counter("tailkeeper.detector.cache.misses");
        return new RedisFeatures(redis, kept, InstantSource.system(), (found, missing) -> {
            hits.increment(found);
            misses.increment(missing);
        });
    }

    void start(@Observes StartupEvent event) {
        loops.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loops.close();
        detectors.forEach(detector -> detector.encoders().close());
    }

    List<SupervisedLoop> loops() {
        return loops.all();
    }
}
