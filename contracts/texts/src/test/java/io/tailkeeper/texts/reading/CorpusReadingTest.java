package io.tailkeeper.texts.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusReadingTest {

    @TempDir
    private Path folder;

    private CorpusReading reading() {
        return new CorpusReading(
                CorpusLayout.of(new CorpusSpecification(folder.toString(), "text", null, null)), "text", 4);
    }

    @Test
    void documentsHoldTextsOfOneFileAndWhatWasReadIsSaid() throws IOException {
        Files.writeString(
                folder.resolve("a.jsonl"), "{\"text\": \"one two\"} {\"text\": \"three four\"}\n{\"text\": \"five\"}");
        Files.writeString(folder.resolve("b.txt"), "six\n\nseven");
        Files.writeString(folder.resolve("c.jsonl"), "{\"text\": \" \"}\n");
        Files.writeString(folder.resolve("notes.md"), "not read");
        List<String> documents = new ArrayList<>();
        CorpusReading reading = reading();

        reading.read(Split.TRAIN, documents::add);

        assertThat(documents).containsExactly("one two\nthree four", "five", "six\nseven");
        assertThat(reading.lines())
                .containsExactly(
                        "3 files, 5 texts, 3 documents; all parts are cut from it: a.jsonl, b.txt, c.jsonl",
                        "skipped, of a kind that is not read: notes.md",
                        "a.jsonl has 1 line of several objects: all of them are read",
                        "c.jsonl holds no text");
    }

    @Test
    void manyNotesAreCutShort() throws IOException {
        for (int i = 10; i < 20; i++) {
            Files.writeString(folder.resolve(i + ".txt"), "one\ntwo");
        }

        assertThat(reading().whole().lines())
                .hasSize(7)
                .contains("14.txt has no blank lines: every line is a text")
                .last()
                .isEqualTo("and so on, of 5 more files");
    }
}
