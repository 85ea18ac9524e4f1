package io.tailkeeper.measures.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Rouge1Test {

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    /** Lin's example: all words of the reference but one, in another order. */
    @Test
    void isTheShareOfWordsInAnyOrder() {
        List<String> reference = words("police killed the gunman");

        assertThat(Rouge1.f1(words("police kill the gunman"), reference)).isEqualTo(0.75);
        assertThat(Rouge1.f1(words("the gunman kill police"), reference)).isEqualTo(0.75);
        assertThat(Rouge1.f1(reference, reference)).isEqualTo(1);
        assertThat(Rouge1.f1(words("nobody came"), reference)).isZero();
    }

    /** Three of four words are in the reference of six: P = 3/4, R = 1/2, F1 = 2 * 3/8 / (5/4). */
    @Test
    void isTheHarmonicMeanOfPrecisionAndRecall() {
        assertThat(Rouge1.f1(words("the cat sat down"), words("the cat sat on the mat")))
                .isEqualTo(0.6);
        assertThat(Rouge1.f1(words("the cat sat on the mat"), words("the cat sat down")))
                .isEqualTo(0.6);
    }

    /** "the" comes twice in the reference: 2 of 7 words, 2 of 5, as Papineni's modified precision has it. */
    @Test
    void aWordCountsAsOftenAsItComesInTheReference() {
        assertThat(Rouge1.f1(words("the the the the the the the"), words("the cat on the mat")))
                .isCloseTo(2 * (2 / 7.0) * (2 / 5.0) / (2 / 7.0 + 2 / 5.0), within(1e-15));
    }

    @Test
    void whereThereIsNoWordNothingIsShared() {
        assertThat(Rouge1.f1(List.of(), words("a"))).isZero();
        assertThat(Rouge1.f1(words("a"), List.of())).isZero();
        assertThat(Rouge1.f1(List.of(), List.of())).isZero();
    }

    @Test
    void isThatOfItsDefinition() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            List<String> text = some(random, 1 + random.nextInt(12));
            List<String> reference = some(random, 1 + random.nextInt(12));

            assertThat(Rouge1.f1(text, reference)).isCloseTo(naive(text, reference), within(1e-12));
        }
    }

    private static List<String> some(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(6))))
                .toList();
    }

    private static double naive(List<String> text, List<String> reference) {
        Set<String> all = new HashSet<>(text);
        all.addAll(reference);
        double shared = 0;
        for (String word : all) {
            long here = text.stream().filter(word::equals).count();
            long there = reference.stream().filter(word::equals).count();
            shared += Math.min(here, there);
        }
        double precision = shared / text.size();
        double recall = shared / reference.size();
        return shared == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
