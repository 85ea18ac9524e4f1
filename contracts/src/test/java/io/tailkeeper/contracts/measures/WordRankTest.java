package io.tailkeeper.contracts.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordRankTest {

    private static List<WordRank> ranks(int... ranksAndCounts) {
        return IntStream.range(0, ranksAndCounts.length / 2)
                .mapToObj(i -> new WordRank(ranksAndCounts[2 * i], ranksAndCounts[2 * i + 1]))
                .toList();
    }

    @Test
    void ranksRiseAndCountsDoNot() {
        assertThat(WordRank.checked(ranks(1, 5, 2, 5, 7, 1))).hasSize(3);
        assertThat(WordRank.checked(null)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordRank.checked(ranks(2, 5, 1, 5)))
                .withMessageContaining("rankFrequencies: ranks must rise and counts must not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordRank.checked(ranks(1, 5, 2, 6)))
                .withMessageContaining("at entry 1");
    }

    @Test
    void aTextHasABoundedNumberOfThem() {
        List<WordRank> many = IntStream.rangeClosed(1, WordRank.MOST + 1)
                .mapToObj(rank -> new WordRank(rank, 1))
                .toList();

        assertThatIllegalArgumentException().isThrownBy(() -> WordRank.checked(many));
    }
}
