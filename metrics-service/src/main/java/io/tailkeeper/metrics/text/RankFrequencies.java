package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.measures.WordRank;
import java.util.ArrayList;
import java.util.List;

/**
 * How often words come, by rank, at ranks 10^(k / {@value #A_DECADE}) rounded, k = 0, 1, …, and at the last one (Zipf, 1949). Words
 * that come equally often stand in no order, which a count does not show.
 */
final class RankFrequencies {

    /** Ranks from 1 to 10. */
    static final int A_DECADE = 10;

    private RankFrequencies() {}

    /** Those of a text of at least one word: at most {@value WordRank#MOST}, up to ranks of some 10^6, and the last. */
    static List<WordRank> of(WordCounts text) {
        int[] ascending = text.ascending();
        List<WordRank> ranks = new ArrayList<>();
        int last = 0;
        for (int step = 0; ranks.size() < WordRank.MOST - 1; step++) {
            long rank = Math.round(Math.pow(10, (double) step / A_DECADE));
            if (rank >= ascending.length) {
                break;
            }
            if (rank > last) {
                last = (int) rank;
                ranks.add(new WordRank(last, ascending[ascending.length - last]));
            }
        }
        ranks.add(new WordRank(ascending.length, ascending[0]));
        return ranks;
    }
}
