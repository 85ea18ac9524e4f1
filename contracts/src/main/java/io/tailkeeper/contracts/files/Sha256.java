package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over what is added, one thing after another; {@link #hex} or {@link #bytes} ends it. Texts count as their UTF-8
 * bytes. An instance belongs to one thread.
 */
public final class Sha256 {

    private static final int CHUNK = 1 << 16;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of a text, 64 lower-case hexadecimal digits. */
    public static String of(String text) {
        return new Sha256().add(text).hex();
    }

    /** The digest of bytes, 64 lower-case hexadecimal digits. */
    public static String of(byte[] bytes) {
        return new Sha256().add(bytes).hex();
    }

    /** The digest of a file's content, 64 lower-case hexadecimal digits. */
    public static String of(Path file) throws IOException {
        return new Sha256().add(file).hex();
    }

    public Sha256 add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    public Sha256 add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds the bytes between a buffer's position and its limit, and leaves both where they are. */
    public Sha256 add(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        return this;
    }

    /** Adds a file's content, a part at a time. */
    public Sha256 add(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return this;
        }
    }

    /** The digest, 32 bytes. */
    public byte[] bytes() {
        return digest.digest();
    }

    /** The digest, 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
