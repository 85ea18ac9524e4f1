package io.tailkeeper.generator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A block as text. A character that the border between prompt and continuation cuts belongs to the continuation; one that
 * the end of the block cuts is dropped.
 */
record BlockText(String prompt, String continuation) {

    /**
     * The text of a block.
     *
     * @param prompt UTF-8
     * @param continuation UTF-8 that goes on where the prompt ends, if need be inside a character
     */
    static BlockText of(byte[] prompt, byte[] continuation) {
        byte[] cut = cutCharacter(prompt);
        byte[] rest = Arrays.copyOf(cut, cut.length + continuation.length);
        System.arraycopy(continuation, 0, rest, cut.length, continuation.length);
        return new BlockText(
                new String(prompt, 0, prompt.length - cut.length, StandardCharsets.UTF_8),
                new String(rest, 0, wholeCharacters(rest), StandardCharsets.UTF_8));
    }

    /** The bytes of the last character when some of them are missing, else none. */
    private static byte[] cutCharacter(byte[] bytes) {
        return Arrays.copyOfRange(bytes, wholeCharacters(bytes), bytes.length);
    }

    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        while (start >= 0 && start > bytes.length - 4 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0 || (bytes[start] & 0xC0) != 0xC0) {
            return bytes.length;
        }
        int needed = Integer.numberOfLeadingZeros(~(bytes[start] << 24));
        return start + needed > bytes.length ? start : bytes.length;
    }
}
