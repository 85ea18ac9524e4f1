package io.tailkeeper.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.words.Words;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingEaseTest {

    private static @Nullable Double ease(String... documents) {
        return ReadingEase.of(Arrays.stream(documents).map(Words::of).toList());
    }

    @Test
    void sixShortWordsAreEasy() {
        assertThat(ease("The cat sat on the mat.")).isCloseTo(206.835 - 1.015 * 6 - 84.6, within(1e-9));
    }

    @Test
    void longWordsAreHard() {
        // 3 words, 1 sentence, 5 + 4 + 4 syllables: two vowels in a row are one.
        assertThat(ease("International cooperation necessitates"))
                .isCloseTo(206.835 - 1.015 * 3 - 84.6 * 13 / 3, within(1e-9))
                .isNegative();
    }

    @Test
    void sentencesEndWithTheirMarksAndWithTheDocument() {
        // "He said: 'Stop!'" | "And we did" | "All of us." -> 3 sentences of 9 words of one syllable.
        assertThat(ease("He said (\u201cStop!\u201d) And we did", "All of us."))
                .isCloseTo(206.835 - 1.015 * 9 / 3 - 84.6, within(1e-9));
        assertThat(ease("a cat \u2026 a dog ! ...")).isCloseTo(206.835 - 1.015 * 4 / 2 - 84.6, within(1e-9));
    }

    @Test
    void numbersAreNoWords() {
        assertThat(ease("In 1984 we ran 42 -- times.")).isEqualTo(ease("In we ran times."));
    }

    @Test
    void otherScriptsHaveNoFigure() {
        assertThat(ease("Это не английский текст.")).isNull();
        assertThat(ease("我們 read a book")).as("two of eleven letters").isNull();
        assertThat(ease("Le garçon a mangé une crème brûlée chez l\u2019épicier 人"))
                .isNotNull();
        assertThat(ease("12 - 13", "")).isNull();
        assertThat(ReadingEase.of(List.of())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "the, 1",
        "table, 2",
        "whole, 1",
        "make, 1",
        "makes, 1",
        "boxes, 2",
        "wishes, 2",
        "races, 2",
        "walked, 1",
        "needed, 2",
        "tree, 1",
        "agreed, 2",
        "tried, 1",
        "eye, 1",
        "rhythm, 1",
        "beautiful, 3",
        "naïve, 1",
        "self-evident, 4",
        "Mr., 1",
        "nth, 1",
        "e, 1",
        "led, 1",
        "yes, 1",
        "ease, 1",
        "reader's, 2"
    })
    void syllablesFollowTheSpelling(String word, int syllables) {
        assertThat(Syllables.of(word)).isEqualTo(syllables);
    }
}
