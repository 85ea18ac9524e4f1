package io.tailkeeper.pretrained.likelihood;

import java.util.ArrayList;
import java.util.List;

/**
 * How a text that is longer than the models' context is read: in windows that overlap, so that every token from the second
 * on is predicted once, with at least {@code overlap} + 1 tokens before it where the text has them.
 *
 * @param context tokens that the models see at once
 * @param overlap tokens that a window repeats of the one before it, from 0 to context - 1
 */
record TextWindows(int context, int overlap) {

    TextWindows {
        if (overlap < 0 || overlap >= context) {
            throw new IllegalArgumentException(
                    "overlap: " + overlap + " is out of range; 0 to " + (context - 1) + ", less than the context");
        }
    }

    /**
     * A stretch of a text.
     *
     * @param text its number
     * @param begin first token that the models see
     * @param end one behind the last token that they see; that one is predicted by it
     * @param from first token that is predicted
     */
    record Window(int text, int begin, int end, int from) {

        /** Tokens that the models see. */
        int length() {
            return end - begin;
        }
    }

    /** The windows of a text; none where it has fewer than two tokens. */
    List<Window> of(int text, int tokens) {
        List<Window> windows = new ArrayList<>();
        int from = 1;
        for (int begin = 0; from < tokens; begin += context - overlap) {
            int end = Math.min(begin + context, tokens - 1);
            windows.add(new Window(text, begin, end, from));
            from = end + 1;
        }
        return windows;
    }
}
