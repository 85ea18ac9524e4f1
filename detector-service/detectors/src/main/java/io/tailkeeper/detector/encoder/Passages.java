package io.tailkeeper.detector.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text in passages of like length.
 *
 * <p>Many features of a text grow with its length. A detector that was fitted on texts of a page would judge a long one by
 * how long it is.
 */
final class Passages {

    /** Most words of a passage. */
    static final int WORDS = 150;

    private Passages() {}

    /** The passages of a normalised text, in their order; an empty text is one. */
    static List<String> of(String text) {
        String[] words = text.split(" ", -1);
        int count = (words.length + WORDS - 1) / WORDS;
        List<String> passages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            passages.add(joined(
                    words, (int) ((long) words.length * i / count), (int) ((long) words.length * (i + 1) / count)));
        }
        return passages;
    }

    /** Some words of a text. */
    static String joined(String[] words, int from, int to) {
        return String.join(" ", Arrays.asList(words).subList(from, to));
    }
}
