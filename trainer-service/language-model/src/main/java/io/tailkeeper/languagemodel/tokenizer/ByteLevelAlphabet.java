package io.tailkeeper.languagemodel.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * GPT-2's spelling of bytes as printable characters, in which byte-level vocabularies are written down: bytes that print
 * in ISO 8859-1 stand for themselves, the others follow from U+0100 on.
 */
final class ByteLevelAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final Map<Character, Byte> BYTES = new HashMap<>();

    static {
        char other = 256;
        for (int value = 0; value < 256; value++) {
            boolean prints = (value > 32 && value < 127) || (value > 160 && value != 173);
            CHARACTERS[value] = prints ? (char) value : other++;
            BYTES.put(CHARACTERS[value], (byte) value);
        }
    }

    private ByteLevelAlphabet() {}

    static String spelled(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(CHARACTERS[Byte.toUnsignedInt(value)]);
        }
        return text.toString();
    }

    /** The bytes that a vocabulary entry spells; one with other characters stands for itself. */
    static byte[] bytes(String spelled) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(spelled.length());
        for (int i = 0; i < spelled.length(); i++) {
            Byte value = BYTES.get(spelled.charAt(i));
            if (value == null) {
                return spelled.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(value);
        }
        return bytes.toByteArray();
    }
}
