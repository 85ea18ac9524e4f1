package io.tailkeeper.detector;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * An encoder's features, and behind them the calibrated logit of a general head on those: what labelled text of many kinds
 * has taught, as one more feature for the head of a generation.
 */
public final class GeneralHeadEncoder implements Encoder {

    private final Encoder encoder;
    private final LinearHead head;
    private final PlattCalibration calibration;

    /** A general head on what the encoder encodes. */
    public GeneralHeadEncoder(Encoder encoder, LinearHead head, PlattCalibration calibration) {
        if (head.weights().size() != encoder.dimension()) {
            throw new IllegalArgumentException(
                    "the general head has " + head.weights().size() + " weights, the encoder " + encoder.dimension()
                            + " features; train the head again");
        }
        this.encoder = encoder;
        this.head = head;
        this.calibration = calibration;
    }

    @Override
    public String version() {
        return "general " + DetectorVersion.of(encoder.version(), head, calibration.slope(), true) + " "
                + calibration.intercept();
    }

    @Override
    public int dimension() {
        return encoder.dimension() + 1;
    }

    @Override
    public OptionalInt calibratedLogit() {
        return OptionalInt.of(encoder.dimension());
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return encoder.encode(texts).stream().map(this::withLogit).toList();
    }

    private float[] withLogit(float[] features) {
        float[] more = Arrays.copyOf(features, features.length + 1);
        more[features.length] = (float) calibration.logit(head.logit(features));
        return more;
    }
}
