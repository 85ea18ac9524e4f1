package io.tailkeeper.detector.program;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The detectors that a folder can hold. */
public enum DetectorKind {
    LINEAR("linear"),
    ENCODER("encoder"),
    ENTROPY_RATE("entropy-rate"),
    CLASSIFIER("classifier"),
    LIKELIHOOD("likelihood");

    private final String id;

    DetectorKind(String id) {
        this.id = id;
    }

    /** Whether the detector is a model from elsewhere, which labelled texts only calibrate. */
    boolean isPretrained() {
        return this == CLASSIFIER || this == LIKELIHOOD;
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
