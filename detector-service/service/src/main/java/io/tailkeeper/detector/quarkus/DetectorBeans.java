package io.tailkeeper.detector.quarkus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.features.CachedEncoder;
import io.tailkeeper.detector.features.RememberingEncoder;
import io.tailkeeper.detector.features.ScreenedEncoder;
import io.tailkeeper.detector.kafka.StatePublisher;
import io.tailkeeper.detector.redis.RedisFeatures;
import io.tailkeeper.detector.run.Calibrations;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.detector.run.KnownRuns;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.run.RunEnding;
import io.tailkeeper.detector.run.WaitingGenerations;
import io.tailkeeper.pretrained.likelihood.CheckpointEncoders;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes the detectors of the instance and what they share. */
final class DetectorBeans {

    @Produces
    @Singleton
    KnownRuns known() {
        return new KnownRuns();
    }

    @Produces
    @Singleton
    List<RunDetector> detectors(
            DetectorSettings settings,
            KnownRuns known,
            Checkpoints checkpoints,
            RedisDataSource redis,
            MeterRegistry meters) {
        return new InstanceDetectors(
                        settings,
                        kept(settings, redis, meters),
                        () -> new CheckpointEncoders(known::checkpoint, checkpoints::open),
                        screened(meters))
                .open(settings.detectors());
    }

    @Produces
    @Singleton
    RunEnding ending(KnownRuns known, StatePublisher publisher) {
        return new RunEnding(known, Clock.systemUTC(), publisher);
    }

    @Produces
    @Singleton
    Calibrations calibrations(
            List<RunDetector> detectors,
            KnownRuns known,
            RunEnding ending,
            StatePublisher publisher,
            DetectorSettings settings) {
        long mostBytes = settings.calibrationMemory().asLongValue();
        return new Calibrations(detectors, known, ending, publisher, mostBytes);
    }

    @Produces
    @Singleton
    List<Judge> judges(List<RunDetector> detectors, KnownRuns known, RunEnding ending, DetectorSettings settings) {
        return detectors.stream()
                .map(detector -> new Judge(
                        detector,
                        known,
                        ending,
                        new WaitingGenerations(Clock.systemUTC(), settings.calibrationTimeout())))
                .toList();
    }

    /** Instances share the calibration parts when they have the same detectors. */
    @Produces
    @Singleton
    @Identifier("calibration-in")
    Map<String, Object> calibrationGroup(List<RunDetector> detectors) {
        String ids = detectors.stream().map(RunDetector::id).sorted().collect(Collectors.joining("+"));
        return Map.of("group.id", "detector-calibration." + ids);
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
}
