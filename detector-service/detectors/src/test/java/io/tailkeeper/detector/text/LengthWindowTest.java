package io.tailkeeper.detector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tailkeeper.detector.text.LengthWindow.Side;
import io.tailkeeper.detector.text.LengthWindow.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LengthWindowTest {

    private static final LengthWindow HEAD = new LengthWindow(3, 64, Side.HEAD, 0.5);
    private static final LengthWindow TAIL = new LengthWindow(3, 64, Side.TAIL, 0.5);

    @Test
    void countsTheWordsThatAreLeftAfterNormalisation() {
        assertThat(HEAD.of(" one \n\n two ").tooShort()).isTrue();
        assertThat(HEAD.of("one two \u200b").tooShort()).isTrue();
        assertThat(HEAD.of("one two three")).isEqualTo(new Window("one two three", false, false));
        assertThat(HEAD.of("").tooShort()).isTrue();
    }

    @Test
    void cutsBetweenWordsAtTheSideThatIsNotJudged() {
        String text = "first " + "word ".repeat(20) + "last"; // 110 characters
        assertThat(HEAD.of(text)).isEqualTo(new Window("first" + " word".repeat(11), false, true));
        assertThat(TAIL.of(text)).isEqualTo(new Window("word ".repeat(12) + "last", false, true));
        String exact = "a".repeat(31) + " " + "b".repeat(32);
        assertThat(HEAD.of(exact + " c").text()).isEqualTo(exact);
        assertThat(TAIL.of("c " + exact).text()).isEqualTo(exact);
    }

    @Test
    void aWordLongerThanTheWindowIsCutButNoPair() {
        assertThat(HEAD.of("x" + "\ud83d\ude00".repeat(100)).text()).isEqualTo("x" + "\ud83d\ude00".repeat(31));
        assertThat(TAIL.of("\ud83d\ude00".repeat(100) + "x").text()).isEqualTo("\ud83d\ude00".repeat(31) + "x");
    }

    @Test
    void blanksAtTheJudgedEndHideNothing() {
        String padded = "\n \u200b".repeat(10_000) + "one two three" + " \u00a0".repeat(10_000);
        assertThat(HEAD.of(padded).text()).isEqualTo("one two three");
        assertThat(TAIL.of(padded).text()).isEqualTo("one two three");
    }

    @Test
    void tenMegabytesTakeNoLongerThanTheirWindow() {
        String document = "word\u00a0\u2019 ".repeat(1_500_000);
        assertThat(document.length()).isGreaterThan(10_000_000);
        Window window = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> LengthWindow.DEFAULT.of(document));
        assertThat(window.cut()).isTrue();
        assertThat(window.text().length()).isBetween(16_000, 16_384);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new LengthWindow(8, 10, Side.HEAD, 0.5)).hasMessageContaining("64 to 100,000,000");
        assertThatThrownBy(() -> new LengthWindow(8, 100, Side.HEAD, 1)).hasMessageContaining("prior");
        assertThatThrownBy(() -> new LengthWindow(-1, 100, Side.HEAD, 0.5)).hasMessageContaining("least words");
    }
}
