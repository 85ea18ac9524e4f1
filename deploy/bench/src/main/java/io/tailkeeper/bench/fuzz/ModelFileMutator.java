package io.tailkeeper.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.testing.fuzz.FileMutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of a model's files that know what these are: one or two of them, equal for equal random numbers. */
final class ModelFileMutator {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 4_000_000; // bytes: beyond, a file only takes time
    private static final float[] NUMBERS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, 1e20f
    };
    private static final List<String> PATTERNS = List.of(
            "(a+)+",
            "(a|a)*",
            "\\s*\\s*x",
            "(",
            ")",
            "[",
            "(?=a*b)",
            "{9}",
            "{2,}",
            "+",
            "|",
            "\\1",
            "\\g<0>",
            "(((((((");

    private ModelFileMutator() {}

    /**
     * A changed file.
     *
     * @param name its own, whose ending says what it is
     * @param other file that a part may come from
     */
    static byte[] mutate(String name, byte[] file, byte[] other, SplittableRandom random) {
        byte[] changed = file;
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            byte[] next = once(name, changed, other, random);
            changed = next.length <= LARGEST ? next : changed;
        }
        return changed;
    }

    private static byte[] once(String name, byte[] file, byte[] other, SplittableRandom random) {
        int choice = random.nextInt(4);
        if (choice == 0) {
            return FileMutations.bytes(file, other, random);
        }
        if (name.endsWith(".safetensors")) {
            return choice == 1 ? numbered(file, random) : headed(file, random);
        }
        if (name.equals("tokenizer.json") && choice == 1) {
            return patterned(file, random);
        }
        return name.endsWith(".json") ? FileMutations.json(file, other, random) : flipped(file, random);
    }

    /** Another header, of its right length or not. */
    private static byte[] headed(byte[] file, SplittableRandom random) {
        if (file.length < Long.BYTES) {
            return file;
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > file.length - Long.BYTES) {
            return file;
        }
        int behind = Long.BYTES + (int) length;
        byte[] header = Arrays.copyOfRange(file, Long.BYTES, behind);
        byte[] changed = FileMutations.json(header, header, random);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(random.nextInt(8) == 0 ? random.nextLong() : changed.length)
                .array());
        bytes.writeBytes(changed);
        bytes.write(file, behind, file.length - behind);
        return bytes.toByteArray();
    }

    private static byte[] numbered(byte[] file, SplittableRandom random) {
        byte[] changed = file.clone();
        if (file.length >= Float.BYTES) {
            int place = file.length - Float.BYTES * (1 + random.nextInt(file.length / Float.BYTES));
            ByteBuffer.wrap(changed)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(place, NUMBERS[random.nextInt(NUMBERS.length)]);
        }
        return changed;
    }

    private static byte[] flipped(byte[] file, SplittableRandom random) {
        byte[] changed = file.clone();
        for (int i = random.nextInt(4); i >= 0 && file.length > 0; i--) {
            changed[random.nextInt(file.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0x7F);
        }
        return changed;
    }

    /** Other regular expressions. */
    private static byte[] patterned(byte[] file, SplittableRandom random) {
        try {
            JsonNode tokenizer = JSON.readTree(file);
            for (JsonNode pattern : tokenizer.findParents("Regex")) {
                if (pattern instanceof ObjectNode object) {
                    String text = object.path("Regex").asText();
                    int at = random.nextInt(text.length() + 1);
                    String with = PATTERNS.get(random.nextInt(PATTERNS.size()))
                            .repeat(1 << random.nextInt(random.nextInt(12) + 1));
                    object.put("Regex", text.substring(0, at) + with + text.substring(at));
                }
            }
            return JSON.writeValueAsBytes(tokenizer);
        } catch (IOException e) {
            return file; // an earlier change has left no JSON
        }
    }
}
