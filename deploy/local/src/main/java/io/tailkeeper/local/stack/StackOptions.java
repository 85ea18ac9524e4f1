package io.tailkeeper.local.stack;

import java.util.List;
import java.util.Map;

/**
 * What a person chooses of a stack.
 *
 * @param device where models live: {@code auto}, {@code cpu} or {@code cuda:N}
 * @param detectors as the detector's setting {@code tailkeeper.detector.detectors} has them; may be empty
 * @param detectorSettings further environment variables of the detector
 * @param restarts how often what ends is started again
 */
public record StackOptions(
        String device, List<String> detectors, Map<String, String> detectorSettings, RestartLimits restarts) {

    public StackOptions {
        detectors = List.copyOf(detectors);
        detectorSettings = Map.copyOf(detectorSettings);
    }

    /** Children are started again as often as usual. */
    public StackOptions(String device, List<String> detectors, Map<String, String> detectorSettings) {
        this(device, detectors, detectorSettings, RestartLimits.USUAL);
    }

    /** The detector that comes with the program, on a device. */
    public static StackOptions on(String device) {
        return new StackOptions(device, List.of("encoder"), Map.of());
    }

    /** The same with other limits of restarts. */
    public StackOptions with(RestartLimits limits) {
        return new StackOptions(device, detectors, detectorSettings, limits);
    }
}
