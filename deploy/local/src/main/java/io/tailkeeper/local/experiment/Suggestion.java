package io.tailkeeper.local.experiment;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped word was probably meant to be. */
final class Suggestion {

    private Suggestion() {}

    /** A half sentence for the end of a message: the nearest of the allowed words, or all of them when none is near. */
    static String forWord(String word, Collection<String> allowed) {
        int reach = Math.max(2, word.length() / 3);
        return allowed.stream()
                .filter(candidate -> distance(word, candidate) <= reach)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElseGet(() -> "allowed are "
                        + String.join(", ", allowed.stream().sorted().toList()));
    }

    /** Levenshtein's distance. */
    static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
