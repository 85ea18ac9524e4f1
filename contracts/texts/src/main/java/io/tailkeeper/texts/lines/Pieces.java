package io.tailkeeper.texts.lines;

import java.util.ArrayList;
import java.util.List;

/** Pieces of a long text. */
final class Pieces {

    private static final String ENDS = ".!?\u2026\u3002\uFF01\uFF1F\u0964\u06D4"; // of sentences

    private Pieces() {}

    /** Pieces of at most so many characters: cut after a sentence, else at white space, else between two characters. */
    static List<String> of(String text, int most) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + most);
            if (to < text.length()) {
                to = cut(text, from + most / 2, to);
            }
            String piece = text.substring(from, to).strip();
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
            from = to;
        }
        return pieces;
    }

    private static int cut(String text, int from, int to) {
        int space = -1;
        for (int i = to; i > from; i--) {
            if (ENDS.indexOf(text.charAt(i - 1)) >= 0) {
                return i;
            }
            if (space < 0 && Character.isWhitespace(text.charAt(i - 1))) {
                space = i;
            }
        }
        if (space > 0) {
            return space;
        }
        return Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
    }
}
