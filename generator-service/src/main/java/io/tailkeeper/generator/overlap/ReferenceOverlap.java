package io.tailkeeper.generator.overlap;

import io.tailkeeper.contracts.words.Words;
import io.tailkeeper.measures.overlap.Rouge1;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * ROUGE-1 of a text against the human text after the same prompt, the verifier of arXiv 2510.16657. Words are lower-cased runs of letters
 * and digits, as Google's rouge-score has them without its stemmer; letters of every script count, and scripts without spaces have a
 * word for each character.
 */
public final class ReferenceOverlap {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private ReferenceOverlap() {}

    /** F1, 0 to 1; 1 of the human text itself, also where it has no word. */
    public static double of(String text, String human) {
        return text.equals(human) ? 1 : Rouge1.f1(words(text), words(human));
    }

    private static List<String> words(String text) {
        return Words.of(BETWEEN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" "));
    }
}
