package io.tailkeeper.languagemodel.llama2c;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The merging of neighbouring tokens into longer ones, the best score first and of equal ones the leftmost, as
 * SentencePiece does it. Takes n log n steps for n characters.
 */
final class PieceMerging {

    private static final int NONE = -1;

    private final Map<String, Integer> tokens;
    private final List<Float> scores;
    private final List<byte[]> pieces;

    /**
     * Merges by these tokens.
     *
     * @param tokens by their bytes as ISO 8859-1
     * @param scores of each token, all finite
     * @param pieces bytes of each token
     */
    PieceMerging(Map<String, Integer> tokens, List<Float> scores, List<byte[]> pieces) {
        this.tokens = tokens;
        this.scores = scores;
        this.pieces = pieces;
    }

    /** Two neighbours that may become one token, as long as they still are what they were. */
    private record Pair(int first, int firstToken, int second, int secondToken, int merged, float score) {}

    int[] merged(int[] symbols) {
        return new Line(symbols).merged();
    }

    /** Tokens in a row, each at the place of its first symbol; NONE where one was merged into another. */
    private final class Line {

        private final int[] row;
        private final int[] before;
        private final int[] after;
        private final PriorityQueue<Pair> best = new PriorityQueue<>(
                Comparator.comparingDouble((Pair pair) -> -pair.score()).thenComparingInt(Pair::first));

        Line(int[] symbols) {
            row = symbols.clone();
            before = new int[row.length];
            after = new int[row.length];
            for (int i = 0; i < row.length; i++) {
                before[i] = i - 1;
                after[i] = i + 1;
            }
            for (int i = 0; i < row.length; i++) {
                offer(i);
            }
        }

        int[] merged() {
            for (Pair pair = best.poll(); pair != null; pair = best.poll()) {
                if (row[pair.first()] == pair.firstToken() && row[pair.second()] == pair.secondToken()) {
                    row[pair.first()] = pair.merged();
                    row[pair.second()] = NONE;
                    after[pair.first()] = after[pair.second()];
                    if (after[pair.first()] < row.length) {
                        before[after[pair.first()]] = pair.first();
                    }
                    offer(pair.first());
                    if (before[pair.first()] >= 0) {
                        offer(before[pair.first()]);
                    }
                }
            }
            return Arrays.stream(row).filter(token -> token != NONE).toArray();
        }

        private void offer(int first) {
            int second = after[first];
            if (second >= row.length) {
                return;
            }
            String both = new String(pieces.get(row[first]), StandardCharsets.ISO_8859_1)
                    + new String(pieces.get(row[second]), StandardCharsets.ISO_8859_1);
            int merged = tokens.getOrDefault(both, NONE);
            if (merged != NONE) {
                best.add(new Pair(first, row[first], second, row[second], merged, scores.get(merged)));
            }
        }
    }
}
