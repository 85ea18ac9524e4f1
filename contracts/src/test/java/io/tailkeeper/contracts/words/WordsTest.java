package io.tailkeeper.contracts.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

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
}
