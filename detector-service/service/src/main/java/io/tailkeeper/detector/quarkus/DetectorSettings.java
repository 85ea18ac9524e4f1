package io.tailkeeper.detector.quarkus;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the service, all under {@code tailkeeper.detector}. */
@ConfigMapping(prefix = "tailkeeper.detector")
public interface DetectorSettings {

    /**
     * The detectors of this instance: {@code encoder}, {@code ngrams}, {@code entropy-rate} and {@code likelihood} as they
     * are, or {@code ID=FOLDER} for one that ./tailkeeper detector train wrote.
     */
    @NotEmpty
    @WithDefault("encoder")
    List<String> detectors();

    /** Folder of a linear detector that stands in front of the expensive ones; texts it is sure of do not pass. */
    Optional<String> screen();

    /** Share of texts like those the screen was calibrated on that it passes on. */
    @Positive
    @DecimalMax("1")
    @WithDefault("0.3")
    double passThrough();

    /** Texts encoded at the same time, each on one thread. */
    @Min(1)
    @WithDefault("2")
    int threads();

    /** Where the language models of a likelihood detector compute: {@code auto}, {@code cpu} or {@code cuda:N}. */
    @WithDefault("auto")
    String device();

    /** Fewest words of a text that is judged; shorter ones get probability 0.5 and a flag. */
    @Min(1)
    @WithDefault("1")
    int leastWords();

    /** Most records of one poll, and so of one transaction. */
    @Min(1)
    @WithDefault("256")
    int batchSize();

    /** Texts whose features are kept in memory, about 2 KB each; the arms of an experiment share human documents. */
    @Min(0)
    @WithDefault("20000")
    int rememberedTexts();

    /** How long features are kept in Redis, for all instances; 0 for no cache. */
    @WithDefault("1d")
    Duration cacheTime();

    /** Longest wait of a generation's samples for their calibrated detector; after it the run fails. */
    @WithDefault("10m")
    Duration calibrationTimeout();

    /** Memory for calibration parts that are being collected; beyond it some wait until others are fitted. */
    @WithDefault("160M")
    MemorySize calibrationMemory();
}
