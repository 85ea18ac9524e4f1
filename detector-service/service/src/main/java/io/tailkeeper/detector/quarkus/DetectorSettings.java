package io.tailkeeper.detector.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of the service, all under {@code tailkeeper.detector}. */
@ConfigMapping(prefix = "tailkeeper.detector")
public interface DetectorSettings {

    /** Texts encoded at the same time, each on one thread. */
    @WithDefault("2")
    int threads();

    /** Most records of one poll, and so of one transaction. */
    @WithDefault("256")
    int batchSize();

    /** Texts whose features are kept in memory, about 2 KB each; the arms of an experiment share human documents. */
    @WithDefault("20000")
    int rememberedTexts();

    /** Longest wait of a generation's samples for their calibrated detector; after it the run fails. */
    @WithDefault("10m")
    Duration calibrationTimeout();

    /**
     * Name of this instance, unique among those that run and the same after a restart, which then goes on at once.
     * Random when not given: a restart goes on when the broker has given the former life up, after 10 to 25 seconds.
     */
    Optional<String> instanceId();
}
