package io.tailkeeper.selection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Seeds of random numbers: the first 8 bytes, big endian, of SHA-256 over the run's seed, what the number is for and a
 * purpose word.
 *
 * <p>The names hold no run id, so runs with an equal seed share their random numbers, and neither time, thread nor order
 * of arrival has a say. Safe for use by several threads.
 */
public final class Seeds {

    private Seeds() {}

    /** The seed of one purpose. */
    public static long of(long seed, String name, String purpose) {
        byte[] text = (seed + "\n" + name + "\n" + purpose).getBytes(StandardCharsets.UTF_8);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A sample's id without its run, where it names one. */
    public static String nameWithoutRun(String sampleId, String runId) {
        return sampleId.startsWith(runId + ":") ? sampleId.substring(runId.length() + 1) : sampleId;
    }

    /** Standard Gumbel noise from a seed: {@code -log(-log(u))} with u from the seed's upper 52 bits. One bit
     * more and the largest u would round to 1, the noise to infinity. */
    public static double gumbel(long seed) {
        double uniform = ((seed >>> 12) + 0.5) * 0x1.0p-52;
        return -Math.log(-Math.log(uniform));
    }
}
