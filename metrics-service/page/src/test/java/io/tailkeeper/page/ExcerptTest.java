package io.tailkeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void aTextThatFitsIsWhole() {
        assertThat(Excerpt.of("", 3)).isEqualTo(new Excerpt("", 0));
        assertThat(Excerpt.of("abc", 3)).isEqualTo(new Excerpt("abc", 0));
    }

    @Test
    void aLongerOneSaysHowMuchFollows() {
        assertThat(Excerpt.of("abcde", 3)).isEqualTo(new Excerpt("abc", 2));
    }

    @Test
    void noCodePointIsParted() {
        assertThat(Excerpt.of("ab\uD83D\uDE00c", 3)).isEqualTo(new Excerpt("ab", 3));
        assertThat(Excerpt.of("ab\uD83D\uDE00c", 4)).isEqualTo(new Excerpt("ab\uD83D\uDE00", 1));
    }
}
