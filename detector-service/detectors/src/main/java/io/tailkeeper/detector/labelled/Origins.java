package io.tailkeeper.detector.labelled;

import io.tailkeeper.detector.text.NormalizedText;
import java.util.Locale;

/** Names of the human texts that labelled texts are, or were made from. */
public final class Origins {

    /** In the public sets a machine-written text shares at least 7 words with the human one it continues. */
    private static final int WORDS = 6;

    private Origins() {}

    /** The name a text's beginning gives: its first words without case and punctuation. */
    public static String of(String text) {
        StringBuilder name = new StringBuilder();
        int words = 0;
        for (String word : NormalizedText.of(text.substring(0, Math.min(text.length(), 2_000)))
                .toLowerCase(Locale.ROOT)
                .split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty() && words < WORDS) {
                name.append(words++ == 0 ? "" : " ").append(word);
            }
        }
        return name.toString();
    }

    /** A 64-bit digest of a name: FNV-1a over its UTF-16 units, mixed by SplitMix64's last step. */
    public static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return mixed(hash);
    }

    static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
