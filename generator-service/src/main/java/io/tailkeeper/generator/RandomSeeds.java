package io.tailkeeper.generator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers that follow from names: the first eight bytes, big endian, of SHA-256 over {@code seed:name:purpose}.
 *
 * <p>The name of a sample is its id without the run, so that arms with one seed share their random numbers.
 */
final class RandomSeeds {

    private static final double UNIT = 0x1.0p-53;

    private RandomSeeds() {}

    static long of(long seed, String name, String purpose) {
        String text = seed + ":" + name + ":" + purpose;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Uniform in [0, 1). */
    static double uniform(long seed, String name, String purpose) {
        return (of(seed, name, purpose) >>> 11) * UNIT;
    }
}
