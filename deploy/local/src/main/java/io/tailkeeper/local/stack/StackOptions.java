package io.tailkeeper.local.stack;

import java.util.List;
import java.util.Map;

/**
 * What a person chooses of a stack.
 *
 * @param device where models live: {@code auto}, {@code cpu} or {@code cuda:N}
 * @param detectors as the detector's setting {@code tailkeeper.detector.detectors} has them; may be empty
 * @param detectorSettings further environment variables of the detector
 */
public record StackOptions(String device, List<String> detectors, Map<String, String> detectorSettings) {

    public StackOptions {
        detectors = List.copyOf(detectors);
        detectorSettings = Map.copyOf(detectorSettings);
    }

    /** The detector that comes with the program, on a device. */
    public static StackOptions on(String device) {
        return new StackOptions(device, List.of("encoder"), Map.of());
    }
}
