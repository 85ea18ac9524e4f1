package io.tailkeeper.metrics.text;

import java.lang.Character.UnicodeScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flesch's reading ease of English text (Journal of Applied Psychology 32, 1948): 206.835 - 1.015 words / sentences - 84.6
 * syllables / words. About 0 (hardest) to 100 (easiest); no bound below, 121.22 above.
 *
 * <p>A word has a letter. A word that ends with . ! ? or … ends a sentence, whatever brackets or quotes follow, and so does a
 * document. Syllables are those of {@link Syllables}. Text of other languages in Latin letters is not told from English; that of
 * other scripts has no figure.
 */
final class ReadingEase {

    /** Share of letters that must be Latin. */
    static final double LATIN_SHARE = 0.9;

    private static final String ENDS = ".!?\u2026";
    private static final String CLOSES = "\"')]}\u2019\u201d\u00bb";

    private long words;
    private long sentences;
    private long syllables;
    private long letters;
    private long latin;

    private ReadingEase() {}

    /** The ease of documents given as words; null without a word, or with less than {@value #LATIN_SHARE} Latin letters. */
    static @Nullable Double of(List<List<String>> documents) {
        ReadingEase ease = new ReadingEase();
        documents.forEach(ease::add);
        if (ease.words == 0 || ease.latin < LATIN_SHARE * ease.letters) {
            return null;
        }
        return 206.835 - 1.015 * ease.words / ease.sentences - 84.6 * ease.syllables / ease.words;
    }

    private void add(List<String> document) {
        boolean open = false;
        for (String word : document) {
            if (word.codePoints().anyMatch(Character::isLetter)) {
                addWord(word);
                open = true;
            }
            if (open && endsSentence(word)) {
                sentences++;
                open = false;
            }
        }
        sentences += open ? 1 : 0;
    }

    private void addWord(String word) {
        words++;
        syllables += Syllables.of(word);
        letters += word.codePoints().filter(Character::isLetter).count();
        latin += word.codePoints()
                .filter(Character::isLetter)
                .filter(point -> UnicodeScript.of(point) == UnicodeScript.LATIN)
                .count();
    }

    private static boolean endsSentence(String word) {
        int last = word.length() - 1;
        while (last > 0 && CLOSES.indexOf(word.charAt(last)) >= 0) {
            last--;
        }
        return ENDS.indexOf(word.charAt(last)) >= 0;
    }
}
