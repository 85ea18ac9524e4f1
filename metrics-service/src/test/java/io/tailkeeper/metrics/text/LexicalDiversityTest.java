package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.words.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexicalDiversityTest {

    @Test
    void multipliesTheSharesOfUniqueNgrams() {
        // a b a b a: bigrams ab ba ab ba = 2/4, trigrams aba bab aba = 2/3, 4-grams abab baba = 2/2.
        assertThat(diversity("a b a b a")).isCloseTo(2 / 4.0 * 2 / 3.0, within(1e-15));
    }

    @Test
    void isOneWithoutRepetitionAndFallsWithIt() {
        assertThat(diversity("one two three four five")).isEqualTo(1);
        // Ten times the same word: 1/9 * 1/8 * 1/7.
        assertThat(diversity("x x x x x x x x x x")).isCloseTo(1 / 504.0, within(1e-15));
    }

    @Test
    void isTheMeanOverDocumentsThatHaveABigram() {
        assertThat(diversity("a b a b a", "one two three", "single", "")).isCloseTo((1 / 3.0 + 1) / 2, within(1e-15));
        assertThat(diversity("single", "")).isZero();
    }

    private static double diversity(String... documents) {
        return LexicalDiversity.of(List.of(documents).stream().map(Words::of).toList());
    }
}
