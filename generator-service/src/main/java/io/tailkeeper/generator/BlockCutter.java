package io.tailkeeper.generator;

import io.tailkeeper.contracts.specification.TextSpecification;
import java.util.Arrays;

/**
 * Cuts documents into blocks that begin with a whole character; {@link BlockText} says what becomes of one that a later
 * border cuts. The next block begins with the character that the last one's end cuts. A block whose continuation cannot be
 * seen begins a token later. What is left at a document's end is dropped.
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
            if (whole(tokens, start) && visible(tokens, start, end)) {
                into.add(tokens, start);
                start = lastWhole(tokens, start, end);
            } else {
                start++;
            }
        }
    }

    private boolean visible(int[] tokens, int start, int end) {
        int middle = start + text.promptTokens();
        return !BlockText.of(
                        vocabulary.bytes(Arrays.copyOfRange(tokens, start, middle)),
                        vocabulary.bytes(Arrays.copyOfRange(tokens, middle, end)))
                .continuation()
                .isBlank();
    }

    private boolean whole(int[] tokens, int boundary) {
        return boundary == tokens.length || !beginsInsideCharacter[tokens[boundary]];
    }

    /** The last boundary between characters, the end itself where there is none. */
    private int lastWhole(int[] tokens, int start, int end) {
        int boundary = end;
        while (boundary > start && !whole(tokens, boundary)) {
            boundary--;
        }
        return boundary > start ? boundary : end;
    }
}
