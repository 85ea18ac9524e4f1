package io.tailkeeper.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayWidthTest {

    @Test
    void wideCharactersTakeTwoCellsAndCombiningOnesNone() {
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("漢字")).isEqualTo(4);
        assertThat(DisplayWidth.of("カナ한글")).isEqualTo(8);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("😀")).isEqualTo(2);
        assertThat(DisplayWidth.of("ﾊﾝｶｸ")).isEqualTo(4); // half width
    }

    @Test
    void linesBreakAtBlanksAndElseWhereTheyMust() {
        assertThat(DisplayWidth.wrapped("the quick brown fox", 9)).containsExactly("the quick", "brown fox");
        assertThat(DisplayWidth.wrapped("a bbbbbbbbbb c", 4)).containsExactly("a", "bbbb", "bbbb", "bb c");
        assertThat(DisplayWidth.wrapped("漢字漢字漢", 5)).containsExactly("漢字", "漢字", "漢");
        assertThat(DisplayWidth.wrapped("", 5)).containsExactly("");
        assertThat(DisplayWidth.wrapped("ab ", 2)).containsExactly("ab");
    }

    @Test
    void noLineIsWiderThanItMayBeAndNoLetterIsLost() {
        String text =
                "The 漢字 of e\u0301 many lands: naïve cooperation, 한국어 and 😀😀😀 over-long-hyphenated-words ".repeat(5);

        for (int width = 2; width < 40; width++) {
            List<String> lines = DisplayWidth.wrapped(text, width);
            int limit = width;
            assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(DisplayWidth.of(line))
                    .isLessThanOrEqualTo(limit));
            assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
        }
    }

    @Test
    void nothingThatATerminalWouldObeyIsLeft() {
        String hostile = "a\u001b[2Jb\u0007c\u202Ed\u2066e\u2028f\u0085g\nh\ti\r\nj\u200Bk\uD800";

        assertThat(DisplayWidth.plain(hostile))
                .isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg h i j\uFFFDk\uFFFD")
                .doesNotContain("\u001b", "\u202E", "\n");
    }

    @Test
    void aMegabyteIsShownInPart() {
        assertThat(DisplayWidth.plain("😀".repeat(500_000)).length()).isLessThan(4_100);
        assertThat(DisplayWidth.plain("x".repeat(1_000_000))).endsWith("…");
    }
}
