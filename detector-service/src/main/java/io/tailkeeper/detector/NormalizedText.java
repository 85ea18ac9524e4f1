package io.tailkeeper.detector;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A text without the traces of its format, so that a detector learns the writing and not the file it came from.
 *
 * <p>Unicode form NFKC; curly quotes and dashes become plain ones; every run of white space and control characters is
 * one space, none at the ends.
 */
public final class NormalizedText {

    private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u2018\u2019\u201A\u201B\u2032`\u00B4]");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]|''");
    private static final Pattern DASHES = Pattern.compile("[\u2010-\u2015\u2212]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");

    private NormalizedText() {}

    /** The normalised form of a text; normalising it again changes nothing. */
    public static String of(String text) {
        String plain = SINGLE_QUOTES.matcher(text).replaceAll("'");
        plain = Normalizer.normalize(plain, Normalizer.Form.NFKC);
        plain = SINGLE_QUOTES.matcher(plain).replaceAll("'");
        plain = DOUBLE_QUOTES.matcher(plain).replaceAll("\"");
        plain = DASHES.matcher(plain).replaceAll("-");
        return BLANKS.matcher(plain).replaceAll(" ").strip();
    }
}
