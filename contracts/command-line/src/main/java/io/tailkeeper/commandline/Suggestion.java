package io.tailkeeper.commandline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped word was probably meant to be. */
public final class Suggestion {

    private Suggestion() {}

    /** A half sentence for the end of a message: the nearest of the allowed words, or all of them when none is near. */
    public static String forWord(String word, Collection<String> allowed) {
        return near(word, allowed)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElseGet(() -> "allowed are "
                        + String.join(", ", allowed.stream().sorted().toList()));
    }

    /** The nearest of the allowed words; empty when none is near. */
    public static Optional<String> near(String word, Collection<String> allowed) {
        int reach = Math.min(word.length() - 1, Math.max(2, word.length() / 3));
        return allowed.stream()
                .filter(candidate -> distance(word, candidate) <= reach)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
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
