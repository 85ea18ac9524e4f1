package io.tailkeeper.contracts;

import io.tailkeeper.contracts.files.Sha256;
import java.nio.ByteBuffer;

/**
 * Seeds of random numbers that follow from names: the first eight bytes, big endian, of SHA-256 over {@code
 * seed:name:purpose}.
 *
 * <p>The seed is the run's. The name is what the number is for, without the run: runs with an equal seed share their random
 * numbers, and neither time, thread nor order of arrival has a say. The purpose is a word. Safe for use by several threads.
 */
public final class Seeds {

    private static final double UNIT = 0x1.0p-53;

    private Seeds() {}

    /**
     * The seed of one purpose.
     *
     * @param name a sample's id {@linkplain #nameWithoutRun without its run}, or another name; may hold colons
     * @param purpose a word without a colon, so that no two names and purposes make the same text
     */
    public static long of(long seed, String name, String purpose) {
        if (purpose.indexOf(':') >= 0) {
            throw new IllegalArgumentException("purpose: \"" + purpose + "\" has a colon; use a word without one");
        }
        byte[] digest = new Sha256().add(seed + ":" + name + ":" + purpose).bytes();
        return ByteBuffer.wrap(digest).getLong();
    }

    /** A number in [0, 1), uniform over the names. */
    public static double uniform(long seed, String name, String purpose) {
        return (of(seed, name, purpose) >>> 11) * UNIT;
    }

    /** A sample's id without its leading run id; the whole id where it names no run or another one. */
    public static String nameWithoutRun(String sampleId, String runId) {
        return sampleId.startsWith(runId + ":") ? sampleId.substring(runId.length() + 1) : sampleId;
    }
}
