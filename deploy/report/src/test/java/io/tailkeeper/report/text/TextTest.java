package io.tailkeeper.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

    private static final List<List<String>> ROWS = List.of(
            List.of("arm", "gen", "ratio", "cover", "stage"),
            List.of("base", "0", "1.000", "0.910", "A"),
            List.of("protected", "10", "1.004", "0.897", "B"));

    @Test
    void sentencesBreakAtBlanksAndHang() {
        assertThat(Paragraph.lines("perplexity ratio does not exceed 1.3", 16))
                .containsExactly("perplexity ratio", "  does not", "  exceed 1.3");
        assertThat(Paragraph.lines("one", 16)).containsExactly("one");
        assertThat(Paragraph.lines("", 16)).containsExactly("");
    }

    @Test
    void aWordThatIsWiderThanALineStaysWhole() {
        assertThat(Paragraph.lines("see /a/folder/with/a/long/name for it", 12))
                .containsExactly("see", "  /a/folder/with/a/long/name", "  for it");
        assertThat(Paragraph.lines("/a/folder/with/a/long/name", 12)).containsExactly("/a/folder/with/a/long/name");
    }

    @Test
    void onlyLinesThatAreTooWideAreBroken() {
        String text = "tailkeeper: the file is wrong\n   at:  here";

        assertThat(Paragraph.fitted(text, 20).lines())
                .containsExactly("tailkeeper: the file", "  is wrong", "   at:  here");
        assertThat(Paragraph.fitted("see /a/folder/with/a/name", 12).lines())
                .containsExactly("see", "  /a/folder/with/a/name");
        assertThat(Paragraph.fitted(text, 0)).isEqualTo(text);
    }

    @Test
    void aTableThatFitsIsOne() {
        // 9 + 2 + 3 + 2 + 5 + 2 + 5 + 2 + 5
        assertThat(TableLines.right(ROWS, 2, 35))
                .containsExactly(
                        "arm        gen  ratio  cover  stage",
                        "base         0  1.000  0.910      A",
                        "protected   10  1.004  0.897      B");
    }

    @Test
    void oneThatDoesNotIsBrokenAndEveryPartSaysWhatItsRowsAreOf() {
        assertThat(TableLines.right(ROWS, 2, 34))
                .containsExactly(
                        "arm        gen  ratio  cover",
                        "base         0  1.000  0.910",
                        "protected   10  1.004  0.897",
                        "",
                        "arm        gen  stage",
                        "base         0      A",
                        "protected   10      B");
    }

    @Test
    void nothingIsLostHoweverNarrowTheLine() {
        assertThat(TableLines.right(ROWS, 2, 1))
                .hasSize(3 * 3 + 2)
                .contains("arm        gen  cover", "protected   10  0.897", "arm        gen  stage");
    }

    @Test
    void leftAlignedRowsEndWithoutBlanks() {
        assertThat(TableLines.left(List.of(List.of("a", "reason"), List.of("long", ""))))
                .containsExactly("a     reason", "long");
    }

    @Test
    void theLastColumnIsBrokenIntoTheRoomBesideTheOthers() {
        List<List<String>> rows = List.of(
                List.of("experiment", "arms"), List.of("one", "baseline, human-only, protected"), List.of("two", "x"));
        assertThat(TableLines.left(rows, 43)).isEqualTo(TableLines.left(rows));
        assertThat(TableLines.left(rows, 36))
                .containsExactly(
                        "experiment  arms",
                        "one         baseline, human-only,",
                        "              protected",
                        "two         x");
    }

    @Test
    void aRowThatHasNoRoomStandsOnLinesOfItsOwn() {
        List<List<String>> rows = List.of(
                List.of("run", "state", "reason"),
                List.of("an-experiment-and-its-arm", "failed", "the corpus has no text at all"),
                List.of("another", "running", ""));
        assertThat(TableLines.left(rows, 40))
                .containsExactly(
                        "an-experiment-and-its-arm",
                        "  state: failed; reason: the corpus has",
                        "    no text at all",
                        "another",
                        "  state: running");
    }

    @Test
    void theTerminalsWidthCountsThenTheEnvironmentsThenAStatedOne() {
        assertThat(LineWidth.of(100, "60")).isEqualTo(100);
        assertThat(LineWidth.of(0, "60")).isEqualTo(60);
        assertThat(LineWidth.of(0, null)).isEqualTo(160);
        assertThat(LineWidth.of(0, "wide")).isEqualTo(160);
        assertThat(LineWidth.of(7, null)).as("too narrow for any table").isEqualTo(40);
    }
}
