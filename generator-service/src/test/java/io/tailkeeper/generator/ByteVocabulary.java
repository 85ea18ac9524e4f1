package io.tailkeeper.generator;

import java.nio.charset.StandardCharsets;

/** A fake: every UTF-8 byte is a token. */
public final class ByteVocabulary implements Vocabulary {

    @Override
    public int size() {
        return 256;
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = bytes[i] & 0xFF;
        }
        return tokens;
    }

    @Override
    public byte[] bytes(int... tokens) {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return bytes;
    }
}
