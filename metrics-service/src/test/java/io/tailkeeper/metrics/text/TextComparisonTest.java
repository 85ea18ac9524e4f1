package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.TextMeasures;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextComparisonTest {

    @Test
    void splitsAtEveryKindOfWhiteSpaceAndKeepsCase() {
        assertThat(Words.of(" The\tcat\u00a0sat,\n\nthe  end.\u3000"))
                .containsExactly("The", "cat", "sat,", "the", "end.");
        assertThat(Words.of(" \n ")).isEmpty();
    }

    @Test
    void scriptsWrittenWithoutSpacesGiveAWordForEachCharacter() {
        assertThat(Words.of("我們Java 25の本。\ud840\udc00"))
                .containsExactly("我", "們", "Java", "25", "の", "本", "。", "\ud840\udc00");
        assertThat(Words.of("ที่นี่ ok")).containsExactly("ที่", "นี่", "ok");
        assertThat(Words.of("\ua000\ua001 བོ")).containsExactly("\ua000", "\ua001", "བོ");
        assertThat(Words.of("naïve e\u0301te\u0301 한국어 하나")).containsExactly("naïve", "e\u0301te\u0301", "한국어", "하나");
    }

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
        TextMeasures measures = TextComparison.of(List.of("a b", "a b"), List.of("a b c", "d e f"));

        assertThat(measures.documents()).isEqualTo(2);
        assertThat(measures.tokens()).isEqualTo(4);
        // a b a b against a b c d
        assertThat(measures.vocabularyCoverage()).isEqualTo(0.5);
        assertThat(measures.klToHuman()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(measures.klFromHuman()).isCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.25 / 1e-10), within(1e-12));
        assertThat(measures.humanDiversity()).isEqualTo(1);
        assertThat(measures.selfBleu()).isCloseTo(Math.pow(0.1 * 0.1, 0.25), within(1e-12));
        assertThat(measures.humanSelfBleu()).isZero();
    }

    @Test
    void measuresAModelThatWritesNothing() {
        TextMeasures measures = TextComparison.of(List.of("", " "), List.of("a b c", "d e f"));

        assertThat(measures.tokens()).isZero();
        assertThat(measures.diversity()).isZero();
        assertThat(measures.vocabularyCoverage()).isZero();
    }
}
