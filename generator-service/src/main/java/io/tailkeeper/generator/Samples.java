package io.tailkeeper.generator;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.SampleCollected;
import java.util.List;

/**
 * What a task yields.
 *
 * @param collected samples that join a pool
 * @param labelled text that is never trained on
 */
public record Samples(List<SampleCollected> collected, List<CalibrationSample> labelled) {

    public Samples {
        collected = List.copyOf(collected);
        labelled = List.copyOf(labelled);
    }

    static Samples ofCollected(List<SampleCollected> collected) {
        return new Samples(collected, List.of());
    }

    static Samples ofLabelled(List<CalibrationSample> labelled) {
        return new Samples(List.of(), labelled);
    }
}
