package io.tailkeeper.detector.features;

import io.tailkeeper.detector.Encoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * An encoder's features, and behind them what a general detector says of the text: what labelled text of many kinds has
 * taught, as further features for the classifier of a generation.
 */
public final class GeneralLogitEncoder implements Encoder {

    private final Encoder encoder;
    private final Encoder general;

    /**
     * Joins two views of a text.
     *
     * @param general has a calibrated logit
     */
    public GeneralLogitEncoder(Encoder encoder, LogitEncoder general) {
        this.encoder = encoder;
        this.general = general;
    }

    @Override
    public String version() {
        return encoder.version() + " general " + general.version();
    }

    @Override
    public int dimension() {
        return encoder.dimension() + general.dimension();
    }

    @Override
    public OptionalInt calibratedLogit() {
        return OptionalInt.of(encoder.dimension() + general.calibratedLogit().orElseThrow());
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        List<float[]> own = encoder.encode(texts);
        List<float[]> taught = general.encode(texts);
        List<float[]> joined = new ArrayList<>(own.size());
        for (int i = 0; i < own.size(); i++) {
            float[] features = Arrays.copyOf(own.get(i), dimension());
            System.arraycopy(taught.get(i), 0, features, encoder.dimension(), general.dimension());
            joined.add(features);
        }
        return joined;
    }
}
