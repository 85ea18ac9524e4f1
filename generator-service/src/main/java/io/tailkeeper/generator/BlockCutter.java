package io.tailkeeper.generator;

import io.tailkeeper.contracts.TextSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts documents into blocks whose prompt and continuation are whole UTF-8 characters, so that both survive as text. A
 * block that would begin or end inside a character, or say nothing, begins a token later; what is left at a document's end is dropped.
 */
final class BlockCutter {

    private final Vocabulary vocabulary;
    private final TextSpecification text;
    private final boolean[] beginsInsideCharacter;

    BlockCutter(Vocabulary vocabulary, TextSpecification text) {
        this.vocabulary = vocabulary;
        this.text = text;
        this.beginsInsideCharacter = new boolean[vocabulary.size()];
        for (int token = 0; token < beginsInsideCharacter.length; token++) {
            byte[] bytes = vocabulary.bytes(token);
            beginsInsideCharacter[token] = bytes.length > 0 && (bytes[0] & 0xC0) == 0x80;
        }
    }

    void cut(String document, TokenBlocks into) {
        int[] tokens = vocabulary.encode(document);
        int start = 0;
        while (start + text.blockTokens() <= tokens.length) {
            int end = start + text.blockTokens();
            int middle = start + text.promptTokens();
            if (whole(tokens, start) && whole(tokens, middle) && whole(tokens, end) && visible(tokens, middle, end)) {
                into.add(tokens, start);
                start = end;
            } else {
                start++;
            }
        }
    }

    private boolean visible(int[] tokens, int from, int to) {
        byte[] bytes = vocabulary.bytes(Arrays.copyOfRange(tokens, from, to));
        return !new String(bytes, StandardCharsets.UTF_8).isBlank();
    }

    private boolean whole(int[] tokens, int boundary) {
        return boundary == tokens.length || !beginsInsideCharacter[tokens[boundary]];
    }
}
