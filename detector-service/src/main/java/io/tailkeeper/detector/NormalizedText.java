package io.tailkeeper.detector;

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

    private NormalizedText() {}

    /** The normalised form of a text; normalising it again changes nothing. */
    public static String of(String text) {
        return isPlain(text) ? text : collapsed(Normalizer.normalize(visible(text), Normalizer.Form.NFKC));
    }

    /** Whether a text is printable ASCII that is its own normalised form: most texts, and quickly told. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '`' || (c == before && (c == ' ' || c == '\''))) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || (before != ' ' && text.charAt(0) != ' ');
    }

    /** What can be seen of a text; first, because NFKC composes what stood apart and splits lone accents. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isBlank(c)) {
                visible.append(' ');
            } else if (SINGLE_QUOTES.indexOf(c) >= 0) {
                visible.append('\'');
            } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                visible.append('\uFFFD');
            } else if (!isInvisible(c)) {
                visible.appendCodePoint(c);
            }
        }
        return visible.toString();
    }

    private static String collapsed(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = plain(text.charAt(i));
            int last = plain.length() - 1;
            char before = last < 0 ? ' ' : plain.charAt(last);
            if (c == '\'' && before == '\'') {
                plain.setCharAt(last, '"');
            } else if (c != ' ' || before != ' ') {
                plain.append(c);
            }
        }
        int end = plain.length();
        return plain.substring(0, end > 0 && plain.charAt(end - 1) == ' ' ? end - 1 : end);
    }

    private static char plain(char c) {
        if (c > ' ' && c <= '~' && c != '`') {
            return c;
        }
        if (SINGLE_QUOTES.indexOf(c) >= 0) {
            return '\'';
        }
        if (DOUBLE_QUOTES.indexOf(c) >= 0) {
            return '"';
        }
        if (DASHES.indexOf(c) >= 0) {
            return '-';
        }
        return isBlank(c) ? ' ' : c;
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
