package io.tailkeeper.detector.program;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The detectors that can be trained from labelled texts. */
public enum DetectorKind {
    LINEAR("linear"),
    ENTROPY_RATE("entropy-rate");

    private final String id;

    DetectorKind(String id) {
        this.id = id;
    }

    /** The detector id. */
    @JsonValue
    public String id() {
        return id;
    }

    /**
     * The kind of an id.
     *
     * @throws IllegalArgumentException when there is none; the message names those there are
     */
    @JsonCreator
    public static DetectorKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("detector kind \"" + id + "\" is unknown; allowed are "
                        + Arrays.stream(values()).map(DetectorKind::id).collect(Collectors.joining(", "))));
    }
}
