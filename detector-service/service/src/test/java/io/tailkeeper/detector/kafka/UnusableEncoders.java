package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;

/** Encoders that cannot judge anything, as those whose checkpoint is damaged. */
public record UnusableEncoders(String reason) implements GenerationEncoders {

    @Override
    public int dimension() {
        return 3;
    }

    @Override
    public Encoder of(GenerationKey generation) {
        throw new DetectorException(reason);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
