package io.tailkeeper.generator.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReferenceOverlapTest {

    /** Both have the words a, wading, bird; the reference has two more: 2 * 3 / (3 + 5). */
    @Test
    void caseAndPunctuationAreNoWords() {
        assertThat(ReferenceOverlap.of("A wading-bird!", " a (long-legged) wading bird.\n"))
                .isEqualTo(0.75);
        assertThat(ReferenceOverlap.of("bird; WADING, long legged: a", " a (long-legged) wading bird.\n"))
                .isEqualTo(1);
    }

    /** 2 of 3 characters and 2 of 4; marks stay with their letters. */
    @Test
    void scriptsWithoutSpacesHaveAWordForEachCharacter() {
        assertThat(ReferenceOverlap.of("\u6211\u5011\u3002\u672c", "\u672c\u6211\u597d\u4eba"))
                .isEqualTo(2 * 2 / 7.0);
        assertThat(ReferenceOverlap.of("e\u0301te\u0301", "ete")).isZero();
    }

    @Test
    void theHumanTextItselfHasOneAndTextWithoutWordsNone() {
        assertThat(ReferenceOverlap.of(" - ", " - ")).isEqualTo(1);
        assertThat(ReferenceOverlap.of(".", " - ")).isZero();
        assertThat(ReferenceOverlap.of(".", "a bird")).isZero();
    }
}
