package io.tailkeeper.measures.entropy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The matching estimator of the entropy rate (Kontoyiannis, Algoet, Suhov and Wyner, IEEE Transactions on Information
 * Theory 44, 1998): the mean over the positions i = 2 … n of log2(i) / L_i in bits a symbol, where L_i is one more than the
 * longest match of what begins at i wholly within what lies before it.
 *
 * <p>It nears the rate slowly: on a short text it is an estimate with a bias, good for comparing texts of like length.
 */
public final class EntropyRate {

    private static final double LOG_2 = Math.log(2);

    private EntropyRate() {}

    /** Bits a character (UTF-16 unit); 0 for fewer than two. */
    public static double ofCharacters(String text) {
        return of(text.chars().toArray());
    }

    /** Bits a word; 0 for fewer than two. */
    public static double ofWords(List<String> words) {
        Map<String, Integer> ids = new HashMap<>();
        int[] symbols = new int[words.size()];
        int i = 0;
        for (String word : words) {
            Integer known = ids.putIfAbsent(word, ids.size());
            symbols[i++] = known == null ? ids.size() - 1 : known;
        }
        return of(symbols);
    }

    /** Bits a symbol; 0 for fewer than two. */
    static double of(int[] symbols) {
        if (symbols.length < 2) {
            return 0;
        }
        int[] matches = LongestMatches.of(symbols);
        double sum = 0;
        for (int i = 1; i < symbols.length; i++) {
            sum += Math.log(i + 1) / LOG_2 / (matches[i] + 1);
        }
        return sum / (symbols.length - 1);
    }
}
