package io.tailkeeper.texts.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.texts.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainTextTest {

    @TempDir
    private Path folder;

    private Optional<String> note = Optional.empty();

    private List<String> read(String content) throws IOException {
        List<String> texts = new ArrayList<>();
        Path file = Files.writeString(folder.resolve("a.txt"), content);
        note = PlainText.read(TextFile.of(file).orElseThrow(), texts::add);
        return texts;
    }

    @Test
    void blankLinesPartParagraphs() throws IOException {
        assertThat(read("one \r\n two\r\n\r\n \t\nthree\n\n")).containsExactly("one\ntwo", "three");
        assertThat(note).isEmpty();
        assertThat(read("one\rtwo\r\rthree")).as("as old Macs write").containsExactly("one\ntwo", "three");
    }

    @Test
    void withoutBlankLinesEveryLineIsATextAndThatIsSaid() throws IOException {
        assertThat(read("one\ntwo\nthree\n\n\n")).containsExactly("one", "two", "three");
        assertThat(note).hasValue("has no blank lines: every line is a text");
        assertThat(read("one line alone")).containsExactly("one line alone");
        assertThat(note).as("nothing to say").isEmpty();
    }

    @Test
    void fewLongParagraphsAreReadLineByLine() throws IOException {
        String line = "word ".repeat(60).strip();

        List<String> texts = read("Title\n\n" + (line + "\n").repeat(200));

        assertThat(texts).hasSize(201).last().isEqualTo(line);
        assertThat(note).hasValue("has 2 paragraphs, some of them long: every line is a text");
        assertThat(read((line + "\n" + line + "\n\n").repeat(100)))
                .as("many paragraphs stay as they are")
                .hasSize(100);
        assertThat(note).isEmpty();
    }

    @Test
    void aLongLineIsCutAtSentencesElseAtSpacesElseBetweenCharacters() throws IOException {
        String sentence = "word ".repeat(30) + "end. ";
        List<String> texts = read(sentence.repeat(500));
        assertThat(texts).hasSizeGreaterThan(30).allMatch(text -> text.endsWith("end."));
        assertThat(String.join(" ", texts)).isEqualTo(sentence.repeat(500).strip());
        assertThat(note).hasValue("is one line: it is cut into pieces of about 2000 characters");

        String chinese = "\u4E2D\u6587\u3002".repeat(10_000);
        assertThat(read(chinese))
                .isNotEmpty()
                .allMatch(text -> text.length() <= PlainText.PIECE && text.endsWith("\u3002"));
        assertThat(String.join("", read(chinese))).isEqualTo(chinese);

        String faces = "\uD83D\uDE00".repeat(15_000);
        assertThat(read(faces)).hasSize(15).allMatch(text -> text.codePoints().allMatch(point -> point == 0x1F600));
    }

    @Test
    void aLineBeyondTheMemoryComesInWholeCharacters() throws IOException {
        String line = "\u20AC".repeat(500_000);

        List<String> texts = read(line + "\n" + "short");

        assertThat(String.join("", texts)).isEqualTo(line + "short");
        assertThat(note)
                .hasValue("has no blank lines: every line is a text, long ones are cut into pieces of about 2000"
                        + " characters");
    }

    @Test
    void aHugeLineIsOneLineHoweverOftenItIsReadOn() throws IOException {
        String line = "word ".repeat(30_000_000).strip();

        List<String> texts = read(line);

        assertThat(note).hasValue("is one line: it is cut into pieces of about 2000 characters");
        assertThat(texts).hasSizeGreaterThan(75_000);
        assertThat(texts.getFirst()).hasSizeLessThanOrEqualTo(PlainText.PIECE);
    }

    @Test
    void whatIsCutBecauseItDoesNotFitIntoMemoryIsSaid() throws IOException {
        String big = "word ".repeat(300_000).strip();

        List<String> lines = read((big + "\n").repeat(2) + "short\n".repeat(200));

        assertThat(note)
                .hasValue(
                        "has no blank lines: every line is a text; it has 2 lines of more than 1 MiB, which are cut into"
                                + " pieces of that size");
        assertThat(lines).hasSize(204);

        List<String> paragraphs = read(big + "\n\n" + "a\n\n".repeat(200));

        assertThat(note).hasValue("has 1 paragraph of more than 1 MiB, which is cut into pieces of that size");
        assertThat(paragraphs).hasSize(202);
        assertThat(String.join(" ", paragraphs.subList(0, 2))).isEqualTo(big);
    }
}
