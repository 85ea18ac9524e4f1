package io.tailkeeper.contracts.words;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into the words that text measures and overlaps count: runs without white space, case kept. Scripts that are written
 * without spaces give one word for each character with its marks, as is usual for BLEU on Chinese: a whole sentence as one
 * word would never come twice, and no measure would see a collapse.
 */
public final class Words {

    private Words() {}

    /** The words of a text in their order; none for blank text. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        boolean single = false;
        int point;
        for (int i = 0; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            boolean space = isSpace(point);
            boolean next = !space && UnspacedScripts.contain(point) && !isMark(point);
            if (start >= 0 && (space || next || (single && !isMark(point)))) {
                words.add(text.substring(start, i));
                start = -1;
            }
            if (!space && start < 0) {
                start = i;
                single = next;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isSpace(int point) {
        // Character.isWhitespace leaves the no-break spaces out, isSpaceChar the tabs and line breaks.
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }
}
