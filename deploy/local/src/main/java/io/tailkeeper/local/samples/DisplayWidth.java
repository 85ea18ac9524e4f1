package io.tailkeeper.local.samples;

import io.tailkeeper.languagemodel.ForeignText;
import java.util.ArrayList;
import java.util.List;

/** Text in the cells of a terminal: wide characters take two, combining ones none. */
final class DisplayWidth {

    /** Code points that take two cells: East Asian Wide and Fullwidth (Unicode, annex 11), from and to. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x231A, 0x231B},
        {0x2329, 0x232A},
        {0x23E9, 0x23EC},
        {0x25FD, 0x25FE},
        {0x2614, 0x2615},
        {0x2648, 0x2653},
        {0x26AA, 0x26AB},
        {0x26BD, 0x26BE},
        {0x2705, 0x2705},
        {0x270A, 0x270B},
        {0x2728, 0x2728},
        {0x274C, 0x274C},
        {0x2753, 0x2755},
        {0x2795, 0x2797},
        {0x2B1B, 0x2B1C},
        {0x2B50, 0x2B50},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0xA4CF},
        {0xA960, 0xA97C},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF01, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x16FE0, 0x18CFF},
        {0x1AFF0, 0x1B2FF},
        {0x1F004, 0x1F004},
        {0x1F0CF, 0x1F0CF},
        {0x1F18E, 0x1F19A},
        {0x1F200, 0x1F265},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F7E0, 0x1F7F0},
        {0x1F90C, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    /** Longest text that is shown whole, in UTF-16 units. */
    private static final int LONGEST = 4_000;

    private DisplayWidth() {}

    /** A text in one line, without what a terminal would obey, and not endless. */
    static String plain(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return ForeignText.plain(bounded.replaceAll("\\s+", " ").strip());
    }

    /** Cells of a plain text. */
    static int of(String text) {
        return text.codePoints().map(DisplayWidth::cells).sum();
    }

    static int cells(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (range[0] <= point && point <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** A plain text with blanks behind it, to a width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /**
     * A plain text in lines, broken at blanks where there are some, else anywhere.
     *
     * @param width cells of a line, at least 2
     */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        int blank = -1; // behind it the line may be broken
        for (int point : text.codePoints().toArray()) {
            int cells = cells(point);
            if (used + cells > width) {
                String rest = blank < 0 || point == ' ' ? "" : line.substring(blank + 1);
                lines.add((rest.isEmpty() ? line : line.substring(0, blank))
                        .toString()
                        .stripTrailing());
                line = new StringBuilder(rest);
                used = of(rest);
                blank = -1;
                if (point == ' ') {
                    continue;
                }
            }
            if (point == ' ') {
                blank = line.length();
            }
            line.appendCodePoint(point);
            used += cells;
        }
        if (!line.isEmpty() || lines.isEmpty()) {
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
