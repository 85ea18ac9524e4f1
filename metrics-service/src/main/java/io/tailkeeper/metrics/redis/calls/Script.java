package io.tailkeeper.metrics.redis.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A script that Redis runs as one step: nothing comes between its commands.
 *
 * @param text in Lua
 * @param keys always the same ones; others are made from its arguments, so a cluster of Redis is out of reach
 */
public record Script(String text, List<String> keys) {

    /** A script in the resources beside this class. */
    public static Script load(String name, String... keys) {
        try (InputStream resource = Script.class.getResourceAsStream(name + ".lua")) {
            return new Script(new String(resource.readAllBytes(), StandardCharsets.UTF_8), List.of(keys));
        } catch (IOException e) {
            throw new UncheckedIOException("the script " + name + " cannot be read", e);
        }
    }
}
