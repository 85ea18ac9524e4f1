package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.measures.WordRank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankFrequenciesTest {

    @Test
    void aShortTextHasAllItsRanks() {
        assertThat(RankFrequencies.of(WordCounts.of(List.of("b", "a", "a", "c", "a", "b"))))
                .containsExactly(new WordRank(1, 3), new WordRank(2, 2), new WordRank(3, 1));
        assertThat(RankFrequencies.of(WordCounts.of(List.of("only", "only")))).containsExactly(new WordRank(1, 2));
    }

    /** Word k comes 2000 / k times. */
    @Test
    void ranksAreTenToADecadeAndTheLastIsThere() {
        List<String> words = new ArrayList<>();
        for (int rank = 1; rank <= 2_000; rank++) {
            words.addAll(Collections.nCopies(2_000 / rank, "w" + rank));
        }

        List<WordRank> ranks = RankFrequencies.of(WordCounts.of(words));

        assertThat(ranks)
                .extracting(WordRank::rank)
                .startsWith(1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100)
                .endsWith(1_585, 1_995, 2_000);
        assertThat(ranks).contains(new WordRank(10, 200), new WordRank(100, 20), new WordRank(2_000, 1));
        assertThat(ranks).isNotEmpty().allSatisfy(rank -> assertThat(rank.count())
                .isEqualTo(2_000 / rank.rank()));
    }

    @Test
    void aTextOfMillionsHasNoMoreThanTheContractTakes() {
        List<String> words = new ArrayList<>();
        for (int word = 0; word < 1_500_000; word++) {
            words.add(Integer.toString(word));
        }

        assertThat(RankFrequencies.of(WordCounts.of(words)))
                .hasSizeBetween(55, WordRank.MOST)
                .endsWith(new WordRank(1_500_000, 1));
    }
}
