package io.tailkeeper.languagemodel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The merging of neighbouring tokens into longer ones, the best score first and of equal ones the leftmost, as
 * SentencePiece does it.
 */
final class PieceMerging {

    private static final int NONE = -1;

    private final Map<String, Integer> tokens;
    private final List<Float> scores;

    /** @param tokens by their bytes as ISO 8859-1 */
    PieceMerging(Map<String, Integer> tokens, List<Float> scores) {
        this.tokens = tokens;
        this.scores = scores;
    }

    /** @param pieces bytes of each token */
    int[] merged(int[] symbols, List<byte[]> pieces) {
        int length = symbols.length;
        int[] pairs = new int[length]; // the token that a symbol and the one after it would become
        for (int i = 0; i < length; i++) {
            pairs[i] = pair(symbols, i, length, pieces);
        }
        int best = best(pairs, length);
        while (best != NONE) {
            symbols[best] = pairs[best];
            length--;
            System.arraycopy(symbols, best + 2, symbols, best + 1, length - best - 1);
            System.arraycopy(pairs, best + 2, pairs, best + 1, length - best - 1);
            pairs[best] = pair(symbols, best, length, pieces);
            if (best > 0) {
                pairs[best - 1] = pair(symbols, best - 1, length, pieces);
            }
            best = best(pairs, length);
        }
        return Arrays.copyOf(symbols, length);
    }

    private int pair(int[] symbols, int first, int length, List<byte[]> pieces) {
        if (first + 1 >= length) {
            return NONE;
        }
        String both = new String(pieces.get(symbols[first]), StandardCharsets.ISO_8859_1)
                + new String(pieces.get(symbols[first + 1]), StandardCharsets.ISO_8859_1);
        return tokens.getOrDefault(both, NONE);
    }

    private int best(int[] pairs, int length) {
        int best = NONE;
        for (int i = 0; i < length; i++) {
            if (pairs[i] != NONE && (best == NONE || scores.get(pairs[i]) > scores.get(pairs[best]))) {
                best = i;
            }
        }
        return best;
    }
}
