package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextComparisonTest {

    @Test
    void divergesByHandWorkedNats() {
        List<String> first = List.of("a", "a", "a", "b");
        List<String> second = List.of("a", "b", "b", "c");
        // 3/4 ln(3/4 / 1/4) + 1/4 ln(1/4 / 2/4)
        assertThat(UnigramDivergence.of(first, second))
                .isCloseTo(0.75 * Math.log(3) + 0.25 * Math.log(0.5), within(1e-12));
        // 1/4 ln(1/4 / 3/4) + 2/4 ln(2/4 / 1/4) + 1/4 ln(1/4 / 1e-10)
        assertThat(UnigramDivergence.of(second, first))
                .isCloseTo(0.25 * Math.log(1 / 3.0) + 0.5 * Math.log(2) + 0.25 * Math.log(0.25 / 1e-10), within(1e-12));
        assertThat(UnigramDivergence.of(first, first)).isZero();
        assertThat(UnigramDivergence.of(List.of(), first)).isZero();
    }

    @Test
    void coversVocabularyAtEqualTokensOnly() {
        assertThat(VocabularyCoverage.of(List.of("a", "a", "b", "a"), List.of("a", "b", "c", "d")))
                .isEqualTo(0.5);
        assertThat(VocabularyCoverage.of(List.of(), List.of())).isZero();
        assertThatThrownBy(() -> VocabularyCoverage.of(List.of("a"), List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 1 with 2");
    }

    @Test
    void cutsTheLongerSideForDivergenceAndCoverageOnly() {
        TextMeasures measures = compare(List.of("a b", "a b"), List.of("a b c", "d e f"));

        assertThat(measures.documents()).isEqualTo(2);
        assertThat(measures.tokens()).isEqualTo(4);
        // a b a b against a b c d
        assertThat(measures.vocabularyCoverage()).isEqualTo(0.5);
        assertThat(measures.klToHuman()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(measures.klFromHuman()).isCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.25 / 1e-10), within(1e-12));
        assertThat(measures.humanDiversity()).isEqualTo(1);
        assertThat(measures.selfBleu()).isCloseTo(Math.pow(0.1 * 0.1, 0.25), within(1e-12));
        assertThat(measures.humanSelfBleu()).isZero();
        TextDivergence divergence = Objects.requireNonNull(measures.divergence());
        // P = (1/2, 1/2, 0, 0), Q = 1/4 each: a and b have 3/8 in the middle, c and d 1/8.
        assertThat(divergence.jensenShannon())
                .isCloseTo((Math.log(4 / 3.0) + 0.5 * Math.log(2 / 3.0) + 0.5 * Math.log(2)) / 2, within(1e-12));
        // Smoothed over four types: (2.5, 2.5, 0.5, 0.5) of 6, and 1.5 each.
        assertThat(divergence.smoothedKlToHuman())
                .isCloseTo((5 * Math.log(2.5 / 1.5) + Math.log(0.5 / 1.5)) / 6, within(1e-12));
        assertThat(divergence.smoothedKlFromHuman())
                .isCloseTo((3 * Math.log(1.5 / 2.5) + 3 * Math.log(1.5 / 0.5)) / 6, within(1e-12));
    }

    @Test
    void statisticsReadWholeDocumentsWhereLengthDoesNotMatter() {
        TextMeasures measures = compare(List.of("a b", "a b"), List.of("a b c", "d e f"));
        TextStatistics machine = Objects.requireNonNull(measures.machine());
        TextStatistics human = Objects.requireNonNull(measures.human());

        assertThat(machine.meanWords()).isEqualTo(2);
        assertThat(human.meanWords()).as("all six words").isEqualTo(3);
        assertThat(machine.effectiveVocabulary()).isCloseTo(2, within(1e-12));
        assertThat(human.effectiveVocabulary()).as("four words").isCloseTo(4, within(1e-12));
        assertThat(machine.collisionProbability()).isEqualTo(4 / 12.0);
        assertThat(human.collisionProbability()).isZero();
        // Tenths of "a b" and of "c d": a tenth of each word. "a b a b" holds the first all through, the second never.
        assertThat(machine.tailMass()).isCloseTo(0.1 / 2, within(1e-12));
        assertThat(human.tailMass()).isZero();
        // a b a b, as worked by hand for the entropy rate.
        assertThat(machine.entropyRate()).isCloseTo((1 + Math.log(3) / Math.log(2) / 3 + 1) / 3, within(1e-12));
        assertThat(machine.zipfSlope()).as("two types").isNull();
        assertThat(machine.distinct1()).as("four words").isNull();
        // Two words in each of two sentences, a syllable each.
        assertThat(machine.readingEase()).isCloseTo(206.835 - 1.015 * 2 - 84.6, within(1e-9));
    }

    @Test
    void enoughWordsHaveEveryFigure() {
        List<String> human = documents(1, 400);
        TextMeasures measures = compare(documents(2, 20), human);
        TextStatistics machine = Objects.requireNonNull(measures.machine());
        TextStatistics other = Objects.requireNonNull(measures.human());

        assertThat(machine.zipfSlope()).isNotNull();
        assertThat(machine.distinct1()).isEqualTo(20 / 2_000.0);
        assertThat(other.distinct1())
                .isEqualTo(human.stream()
                                .flatMap(document -> Words.of(document).stream())
                                .limit(2_000)
                                .distinct()
                                .count()
                        / 2_000.0);
        assertThat(machine.distinct2()).isLessThan(Objects.requireNonNull(other.distinct2()));
        assertThat(machine.distinct3()).isLessThan(Objects.requireNonNull(other.distinct3()));
        assertThat(machine.entropyRate()).isLessThan(other.entropyRate());
        assertThat(machine.tailMass()).isLessThan(other.tailMass());
        assertThat(measures).as("equal texts, equal bits").isEqualTo(compare(documents(2, 20), human));
    }

    @Test
    void measuresAModelThatWritesNothing() {
        TextMeasures measures = compare(List.of("", " "), List.of("a b c", "d e f"));

        assertThat(measures.tokens()).isZero();
        assertThat(measures.diversity()).isZero();
        assertThat(measures.vocabularyCoverage()).isZero();
        assertThat(measures.divergence()).isNull();
        assertThat(measures.machine()).isNull();
        assertThat(measures.human()).isNull();
        assertThat(compare(List.of("a b"), List.of("a b c")).human())
                .as("two words a side")
                .isNull();
        assertThat(compare(List.of("a b a"), List.of("a b c")).human()).isNotNull();
    }

    private static TextMeasures compare(List<String> machine, List<String> human) {
        return TextComparison.of(documents(machine), documents(human));
    }

    /** Of unknown tokens. */
    private static List<MeasuredText> documents(List<String> texts) {
        return texts.stream().map(text -> new MeasuredText(text, null)).toList();
    }

    /** 100 documents of 22 words each, equally frequent. */
    private static List<String> documents(long seed, int types) {
        Random random = new Random(seed);
        return IntStream.range(0, 100)
                .mapToObj(_ ->
                        random.ints(22, 0, types).mapToObj(word -> "w" + word).collect(Collectors.joining(" ")))
                .toList();
    }
}
