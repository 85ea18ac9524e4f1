package io.tailkeeper.contracts.words;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Scripts that put no spaces between words: each of their characters counts as a word. */
public final class UnspacedScripts {

    /** Thai: no script below it is one, which keeps the look-up from most text. */
    private static final int FIRST = 0x0E00;

    private static final Set<UnicodeScript> SCRIPTS = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN,
            UnicodeScript.YI);

    private UnspacedScripts() {}

    /** Whether a code point belongs to one of them. */
    public static boolean contain(int codePoint) {
        return codePoint >= FIRST && SCRIPTS.contains(UnicodeScript.of(codePoint));
    }
}
