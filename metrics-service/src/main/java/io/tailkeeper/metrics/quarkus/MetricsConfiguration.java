package io.tailkeeper.metrics.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The service's own settings. */
@ConfigMapping(prefix = "tailkeeper.metrics")
public interface MetricsConfiguration {

    /** How long a generation whose books do not balance waits for the missing samples before it is measured. */
    @WithDefault("20S")
    Duration booksPatience();

    /**
     * How long the detector that a run selects with may say nothing at all, after the run's samples or a calibration part
     * are whole; then the run fails. Longer than a detector's own tailkeeper.detector.calibration-timeout, whose reason says more.
     */
    @WithDefault("15M")
    Duration detectorPatience();

    /** How often the broker is asked for new dead-letter topics. */
    @WithDefault("2S")
    Duration topicRefresh();

    /** Least time between two updates of pages, gauges and read model. */
    @WithDefault("250MS")
    Duration updateInterval();

    /** How often changes are written to Redis, and a lost read model is noticed. */
    @WithDefault("1S")
    Duration readModelInterval();

    /** Entries kept in the read model's stream of events. */
    @WithDefault("1000")
    int readModelEvents();

    /** Pause between the heartbeats of the event stream. */
    @WithDefault("15S")
    Duration heartbeat();
}
