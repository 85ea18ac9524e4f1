package io.tailkeeper.metrics.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Syllables of an English word by its spelling: groups of a, e, i, o, u, y, less a final e that is silent. At least one.
 *
 * <p>Silent after a consonant: -e but for consonant + le (ta-ble), -es but after s, x, z, c, g, ch, sh (box-es), -ed but after t and
 * d (need-ed). Accents count as their letters.
 */
final class Syllables {

    private Syllables() {}

    /** The syllables of a word, punctuation disregarded. */
    static int of(String word) {
        String letters = Normalizer.normalize(word, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z-]", ""); // a hyphen parts groups
        int groups = 0;
        boolean inside = false;
        for (int i = 0; i < letters.length(); i++) {
            boolean vowel = isVowel(letters.charAt(i));
            groups += vowel && !inside ? 1 : 0;
            inside = vowel;
        }
        return Math.max(1, endsSilently(letters) ? groups - 1 : groups);
    }

    private static boolean endsSilently(String word) {
        int e = word.length() - (word.endsWith("e") ? 1 : 2);
        if (e < 1 || word.charAt(e) != 'e' || isVowel(word.charAt(e - 1))) {
            return false;
        }
        String before = word.substring(0, e);
        return switch (word.substring(e)) {
            case "e" -> !before.endsWith("l") || e < 2 || isVowel(before.charAt(e - 2));
            case "es" -> !before.matches(".*([sxzcg]|ch|sh)");
            case "ed" -> !before.matches(".*[td]");
            default -> false;
        };
    }

    private static boolean isVowel(char letter) {
        return "aeiouy".indexOf(letter) >= 0;
    }
}
