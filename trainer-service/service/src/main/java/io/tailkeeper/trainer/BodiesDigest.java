package io.tailkeeper.trainer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 over message bodies, one after the other. Not safe for use by several threads. */
public final class BodiesDigest {

    private final MessageDigest digest;

    public BodiesDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void add(byte[] body) {
        digest.update(body);
    }

    /** The digest of all that was added, 64 lower-case hexadecimal digits; ends it. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
