package io.tailkeeper.detector;

import java.util.OptionalInt;

/** An encoder that gives the features of another one, in a way of its own. */
public abstract class EncoderAround implements Encoder {

    private final Encoder encoder;

    protected EncoderAround(Encoder encoder) {
        this.encoder = encoder;
    }

    /** The other one. */
    protected final Encoder encoder() {
        return encoder;
    }

    @Override
    public final String version() {
        return encoder.version();
    }

    @Override
    public final int dimension() {
        return encoder.dimension();
    }

    @Override
    public final int embeddingWidth() {
        return encoder.embeddingWidth();
    }

    @Override
    public final OptionalInt calibratedLogit() {
        return encoder.calibratedLogit();
    }
}
