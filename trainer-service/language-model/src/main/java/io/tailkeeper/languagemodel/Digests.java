package io.tailkeeper.languagemodel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, the name of a file's content. */
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Names the content of a tokenizer's file. */
    static String fingerprint(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(content);
        return "sha256-" + hex(digest);
    }
}
