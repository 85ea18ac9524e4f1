package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often the word of a rank comes; the most frequent word has rank 1.
 *
 * @param rank from 1
 * @param count of the words of one side, all of which are {@code text.tokens}
 */
public record WordRank(int rank, int count) {

    /** Most ranks of a text. */
    public static final int MOST = 64;

    public WordRank {
        Checks.within("rankFrequencies.rank", rank, 1, Integer.MAX_VALUE);
        Checks.within("rankFrequencies.count", count, 1, Integer.MAX_VALUE);
    }

    /** Ranks of a text, which rise while counts do not; null for null. */
    static @Nullable List<WordRank> checked(@Nullable List<WordRank> ranks) {
        if (ranks == null) {
            return null;
        }
        List<WordRank> checked = Checks.list("rankFrequencies", ranks, 1, MOST);
        for (int i = 1; i < checked.size(); i++) {
            if (checked.get(i).rank <= checked.get(i - 1).rank || checked.get(i).count > checked.get(i - 1).count) {
                throw new IllegalArgumentException(
                        "rankFrequencies: ranks must rise and counts must not, but they do otherwise at entry " + i);
            }
        }
        return checked;
    }
}
