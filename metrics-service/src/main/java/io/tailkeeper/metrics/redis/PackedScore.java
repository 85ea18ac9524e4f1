package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.Provenance.Source;
import java.nio.ByteBuffer;

/** A probability and the sample's source in 9 bytes; all zero where there is no sample. */
record PackedScore(double probability, Source source) {

    static final int BYTES = Double.BYTES + 1;

    byte[] pack() {
        return ByteBuffer.allocate(BYTES)
                .putDouble(probability)
                .put((byte) (source.ordinal() + 1))
                .array();
    }

    /** The score at a place; null when there is none. */
    static PackedScore unpack(byte[] scores, int place) {
        ByteBuffer bytes = ByteBuffer.wrap(scores, place * BYTES, BYTES);
        double probability = bytes.getDouble();
        int source = bytes.get();
        return source == 0 ? null : new PackedScore(probability, Source.values()[source - 1]);
    }
}
