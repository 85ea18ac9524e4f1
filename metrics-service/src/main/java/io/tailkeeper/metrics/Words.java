package io.tailkeeper.metrics;

import java.util.ArrayList;
import java.util.List;

/** Splits text into the words that the text measures count: runs without white space, case kept. */
public final class WhitespaceTokens {

    private WhitespaceTokens() {}

    /** The words of a text in their order; none for blank text. */
    public static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                if (start >= 0) {
                    tokens.add(text.substring(start, i));
                    start = -1;
                }
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            tokens.add(text.substring(start));
        }
        return tokens;
    }

    private static boolean isSpace(char character) {
        // Character.isWhitespace leaves the no-break spaces out, isSpaceChar the tabs and line breaks.
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
