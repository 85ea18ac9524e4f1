package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A detector under the id that runs name it by.
 *
 * @param id lower-case letters, digits and dashes
 * @param encoders by which it judges
 * @param window of a text that is judged
 */
public record RunDetector(String id, GenerationEncoders encoders, LengthWindow window) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public RunDetector {
        requireId(id);
        Objects.requireNonNull(encoders);
        Objects.requireNonNull(window);
    }

    /** Whether a calibrated detector is this one, with a weight for each of its features; another program may use its id. */
    public boolean knows(DetectorCalibrated calibrated) {
        return calibrated.detectorId().equals(id) && calibrated.head().size() == encoders.dimension();
    }

    /**
     * Refuses what cannot be a detector's id.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "detector id \"" + id + "\" is not allowed; use 1 to 40 lower-case letters, digits and dashes");
        }
    }
}
