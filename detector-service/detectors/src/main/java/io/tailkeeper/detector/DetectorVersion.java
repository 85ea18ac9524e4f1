package io.tailkeeper.detector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of what decided a score: equal names, equal scores for equal texts. */
final class DetectorVersion {

    /** The version of a score that no detector gave. */
    static final String PRIOR = "prior";

    private static final int LENGTH = 16;

    private DetectorVersion() {}

    static String of(String encoderVersion, LinearHead head, double temperature, boolean usable) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(encoderVersion.getBytes(StandardCharsets.UTF_8));
            head.weights().forEach(weight -> digest.update(bytes(weight)));
            digest.update(bytes(head.intercept()));
            digest.update(bytes(temperature));
            digest.update((byte) (usable ? 1 : 0));
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(double value) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(value).array();
    }
}
