package io.tailkeeper.local.stack;

import java.util.List;

/**
 * What a person chooses of a stack.
 *
 * @param device where models live: {@code auto}, {@code cpu} or {@code cuda:N}
 * @param detectors as the detector's setting {@code tailkeeper.detector.detectors} has them; may be empty
 */
public record StackOptions(String device, List<String> detectors) {

    public StackOptions {
        detectors = List.copyOf(detectors);
    }

    /** The detector that comes with the program, on a device. */
    public static StackOptions on(String device) {
        return new StackOptions(device, List.of("encoder"));
    }
}
