package io.tailkeeper.metrics.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The service's own settings. */
@ConfigMapping(prefix = "tailkeeper.metrics")
public interface MetricsSettings {

    /** How long a generation whose books do not balance waits for the missing samples before it is measured. */
    @WithDefault("20S")
    Duration booksPatience();

    /** How long a run waits for a base run that nobody has requested; then it fails. */
    @WithDefault("15M")
    Duration basePatience();

    /**
     * How long the detector that a run selects with may say nothing at all, after the run's samples or a calibration part
     * are whole; then the run fails. Longer than a detector's own tailkeeper.detector.calibration-timeout, whose reason says more.
     */
    @WithDefault("15M")
    Duration detectorPatience();

    /** Least time between two looks at the runs that changed, and so between two updates of pages. */
    @WithDefault("250MS")
    Duration updateInterval();

    /** How often an emptied Redis is noticed, and how far the ledger is. */
    @WithDefault("1S")
    Duration checkInterval();

    /** How long an instance that decides may be halted before another one takes its place. */
    @WithDefault("3S")
    Duration lease();

    /** Entries kept in the stream of events. */
    @Min(1)
    @WithDefault("1000")
    int events();

    /** Runs whose measures are shown as gauges: those that go on, then those that were asked for last. */
    @Min(0)
    @WithDefault("50")
    int gaugedRuns();

    /** Pause between the heartbeats of the event stream. */
    @WithDefault("15S")
    Duration heartbeat();

    /** Whether experiments may be started over HTTP. */
    @WithDefault("true")
    boolean starts();

    /**
     * Files and folders that experiments started over HTTP may have corpora, models and items of knowledge read from, besides the
     * built-in corpus. Generator and trainer have the same setting, and look again.
     */
    Optional<List<Path>> allowedRoots();
}
