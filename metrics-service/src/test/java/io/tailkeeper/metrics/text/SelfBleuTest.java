package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.words.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelfBleuTest {

    @Test
    void agreesWithTwoHandWorkedSentences() {
        // First against second: 5/6 words, 3/5 bigrams (the cat, on the, the mat), 1/4 trigrams, no 4-gram of 3: 0.1/3.
        // Same length, so no penalty; by symmetry the second scores the same.
        double expected = Math.pow(5 / 6.0 * 3 / 5.0 * 1 / 4.0 * 0.1 / 3.0, 0.25);
        assertThat(selfBleu("the cat sat on the mat", "the cat lay on the mat")).isCloseTo(expected, within(1e-12));
    }

    @Test
    void clipsCountsByTheReferenceThatHasMostAndNeverByTheDocumentItself() {
        // "a a a a" against {"a a", "b"}: 2/4 words, 1/3 bigrams, 0.1/2, 0.1/1; longer than its closest reference.
        double first = Math.pow(2 / 4.0 * 1 / 3.0 * 0.1 / 2 * 0.1, 0.25);
        // "a a": 2/2, 1/1, 0.1/1, 0.1/1; closest length is 1 (distance 1, against 2 for "a a a a"): no penalty.
        double second = Math.pow(0.1 * 0.1, 0.25);
        // "b" shares nothing.
        assertThat(selfBleu("a a a a", "a a", "b")).isCloseTo((first + second + 0) / 3, within(1e-12));
    }

    @Test
    void penalisesAHypothesisShorterThanItsClosestReference() {
        // "a b c d" against "a b c d e": all of it is there, penalty exp(1 - 5/4).
        double first = Math.exp(1 - 5 / 4.0);
        // The other way: 4/5, 3/4, 2/3, 1/2.
        double second = Math.pow(4 / 5.0 * 3 / 4.0 * 2 / 3.0 * 1 / 2.0, 0.25);
        assertThat(selfBleu("a b c d", "a b c d e")).isCloseTo((first + second) / 2, within(1e-12));
    }

    @Test
    void isOneForEqualDocumentsAndZeroForStrangersOrASingleOne() {
        assertThat(selfBleu("a b c d e", "a b c d e", "a b c d e")).isCloseTo(1, within(1e-12));
        assertThat(selfBleu("a b c d", "e f g h")).isZero();
        assertThat(selfBleu("", "a b c d")).isZero();
        assertThat(selfBleu("a b c d")).isZero();
    }

    @Test
    void takesAtMostTheStatedNumberOfDocumentsEvenlySpaced() {
        List<List<String>> many = new ArrayList<>(Collections.nCopies(4 * SelfBleu.SAMPLED_DOCUMENTS, List.of()));
        Random random = new Random(1);
        for (int i = 0; i < many.size(); i += 4) {
            many.set(
                    i,
                    IntStream.range(0, 8)
                            .mapToObj(_ -> "w" + random.nextInt(30))
                            .toList());
        }
        List<List<String>> every4th = IntStream.range(0, SelfBleu.SAMPLED_DOCUMENTS)
                .mapToObj(i -> many.get(4 * i))
                .toList();

        assertThat(SelfBleu.of(many)).isEqualTo(SelfBleu.of(every4th)).isGreaterThan(0.1);
    }

    private static double selfBleu(String... documents) {
        return SelfBleu.of(List.of(documents).stream().map(Words::of).toList());
    }
}
