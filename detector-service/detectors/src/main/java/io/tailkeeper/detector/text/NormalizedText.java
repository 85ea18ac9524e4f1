package io.tailkeeper.detector.text;

import java.text.Normalizer;

/**
 * A text without the traces of its format, so that a detector learns the writing and not the file it came from.
 *
 * <p>Unicode form NFKC; curly quotes and dashes become plain ones; characters without width and control characters are
 * removed; every run of white space is one space, none at the ends; half a surrogate pair becomes U+FFFD.
 */
public final class NormalizedText {

    private static final String SINGLE_QUOTES = "\u2018\u2019\u201A\u201B\u2032\u2035\u2039\u203A\u02B9\u02BC`\u00B4";
    private static final String DOUBLE_QUOTES =
            "\u201C\u201D\u201E\u201F\u2033\u2036\u00AB\u00BB\u301D\u301E\u301F\u02BA";
    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2E3A\u2E3B";

    /** Characters without width that Unicode counts neither as control nor as format characters. */
    private static final String WITHOUT_WIDTH = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u3164\uFFA0";

    private static final byte ORDINARY = 0;
    private static final byte BLANK = 1;
    private static final byte SINGLE_QUOTE = 2;
    private static final byte DOUBLE_QUOTE = 3;
    private static final byte DASH = 4;
    private static final byte INVISIBLE = 5;
    private static final byte SURROGATE = 6;

    /** What each UTF-16 unit is. */
    private static final byte[] KINDS = new byte[Character.MAX_VALUE + 1];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = kind(c);
        }
    }

    private NormalizedText() {}

    private static byte kind(int c) {
        if (isBlank(c)) {
            return BLANK;
        }
        if (SINGLE_QUOTES.indexOf(c) >= 0) {
            return SINGLE_QUOTE;
        }
        if (DOUBLE_QUOTES.indexOf(c) >= 0) {
            return DOUBLE_QUOTE;
        }
        if (DASHES.indexOf(c) >= 0) {
            return DASH;
        }
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            return SURROGATE;
        }
        return isInvisible(c) ? INVISIBLE : ORDINARY;
    }

    /** The normalised form of a text; normalising it again changes nothing. */
    public static String of(String text) {
        char[] characters = new char[text.length()];
        int length = visible(text, characters);
        if (length >= 0) {
            return collapsed(characters, length);
        }
        String composed = Normalizer.normalize(new String(characters, 0, -length), Normalizer.Form.NFKC);
        return collapsed(composed.toCharArray(), composed.length());
    }

    /**
     * Writes what can be seen of a text; first, because NFKC composes what stood apart and splits lone accents.
     *
     * @return number of characters written; negated when NFKC may change them
     */
    private static int visible(String text, char[] visible) {
        int length = 0;
        int union = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (KINDS[c]) {
                case BLANK -> visible[length++] = ' ';
                case SINGLE_QUOTE -> visible[length++] = '\'';
                case INVISIBLE -> {}
                case SURROGATE -> {
                    int point = text.codePointAt(i);
                    if (!Character.isSupplementaryCodePoint(point)) {
                        visible[length++] = '\uFFFD';
                    } else {
                        i++;
                        length += isInvisible(point) ? 0 : Character.toChars(point, visible, length);
                    }
                    union = Character.MAX_VALUE;
                }
                default -> {
                    visible[length++] = c;
                    union |= c;
                }
            }
        }
        return union < 0x80 ? length : -length;
    }

    /** Makes quotes and dashes plain and runs of blanks one, in place. */
    private static String collapsed(char[] text, int length) {
        int end = 0;
        char before = ' ';
        for (int i = 0; i < length; i++) {
            char c = plain(text[i]);
            if (c == '\'' && before == '\'') {
                before = '"';
                text[end - 1] = before;
            } else if (c != ' ' || before != ' ') {
                before = c;
                text[end++] = c;
            }
        }
        return new String(text, 0, end > 0 && before == ' ' ? end - 1 : end);
    }

    private static char plain(char c) {
        return switch (KINDS[c]) {
            case BLANK -> ' ';
            case SINGLE_QUOTE -> '\'';
            case DOUBLE_QUOTE -> '"';
            case DASH -> '-';
            default -> c;
        };
    }

    /** Whether a character is white space of any kind. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** Whether nothing is seen of a character that is not white space. */
    static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF)
                || WITHOUT_WIDTH.indexOf(c) >= 0;
    }
}
