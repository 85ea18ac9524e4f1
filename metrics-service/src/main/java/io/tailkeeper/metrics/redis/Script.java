package io.tailkeeper.metrics.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that Redis runs as one step: nothing comes between its commands.
 *
 * @param text in Lua
 * @param sha1 by which Redis knows it
 * @param keys always the same ones; others are made from its arguments, so a cluster of Redis is out of reach
 */
record Script(String text, String sha1, List<String> keys) {

    /** A script in the resources beside this class. */
    static Script load(String name, String... keys) {
        try (InputStream resource = Script.class.getResourceAsStream(name + ".lua")) {
            byte[] text = resource.readAllBytes();
            String sha1 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
            return new Script(new String(text, StandardCharsets.UTF_8), sha1, List.of(keys));
        } catch (IOException e) {
            throw new UncheckedIOException("the script " + name + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM has no SHA-1", e);
        }
    }
}
