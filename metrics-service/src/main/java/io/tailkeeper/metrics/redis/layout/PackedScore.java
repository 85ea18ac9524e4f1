package io.tailkeeper.metrics.redis.layout;

import io.tailkeeper.contracts.Provenance.Source;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A probability and the sample's source in 9 bytes; all zero where there is no sample. */
public record PackedScore(double probability, Source source) {

    /** Length of a score. */
    public static final int BYTES = Double.BYTES + 1;

    /** The bytes. */
    public byte[] pack() {
        return ByteBuffer.allocate(BYTES)
                .putDouble(probability)
                .put((byte) letter(source))
                .array();
    }

    private static char letter(Source source) {
        return switch (source) {
            case HUMAN -> 'h';
            case SYNTHETIC -> 's';
            case UNKNOWN -> 'u';
        };
    }

    /** The score at a place; null when there is none. */
    public static @Nullable PackedScore unpack(byte[] scores, int place) {
        ByteBuffer bytes = ByteBuffer.wrap(scores, place * BYTES, BYTES);
        double probability = bytes.getDouble();
        return switch (bytes.get()) {
            case 'h' -> new PackedScore(probability, Source.HUMAN);
            case 's' -> new PackedScore(probability, Source.SYNTHETIC);
            case 'u' -> new PackedScore(probability, Source.UNKNOWN);
            default -> null;
        };
    }
}
