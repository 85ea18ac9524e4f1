package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistinctNgramsTest {

    private static DistinctNgrams within2000(List<List<String>> documents) {
        return Objects.requireNonNull(DistinctNgrams.within(documents), "enough words");
    }

    @Test
    void countsDifferentNgramsOfDocumentsWorkedByHand() {
        // 500 documents "a b a c": 3 words, 3 bigrams (ab ba ac), 2 trigrams (aba bac), none across documents.
        DistinctNgrams ngrams = within2000(Collections.nCopies(500, List.of("a", "b", "a", "c")));
        assertThat(ngrams.of(1)).isEqualTo(3 / 2_000.0);
        assertThat(ngrams.of(2)).isEqualTo(3 / 1_500.0);
        assertThat(ngrams.of(3)).isEqualTo(2 / 1_000.0);
        assertThat(ngrams.of(5)).as("no document has one").isZero();
    }

    @Test
    void looksAtTheBudgetAndNoFurther() {
        List<String> first = new ArrayList<>(Collections.nCopies(1_500, "x"));
        List<String> second = new ArrayList<>(Collections.nCopies(500, "y"));
        second.addAll(List.of("beyond", "the", "budget"));
        assertThat(within2000(List.of(first, second, List.of("never"))).of(1)).isEqualTo(2 / 2_000.0);
        assertThat(DistinctNgrams.within(List.of(Collections.nCopies(1_999, "x"))))
                .as("a word too few")
                .isNull();
    }

    @Test
    void sharesAreThoseOfJoinedStrings() {
        Random random = new Random(8);
        List<List<String>> documents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            documents.add(random.ints(50, 0, 30).mapToObj(Integer::toString).toList());
        }
        DistinctNgrams ngrams = within2000(documents);
        for (int order = 1; order <= 3; order++) {
            Set<String> distinct = new HashSet<>();
            for (List<String> document : documents) {
                for (int i = order; i <= 50; i++) {
                    distinct.add(String.join("|", document.subList(i - order, i)));
                }
            }
            assertThat(ngrams.of(order)).isCloseTo(distinct.size() / (40.0 * (51 - order)), within(1e-15));
        }
    }
}
