package io.tailkeeper.detector.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.LabelledText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFilesTest {

    @TempDir
    private Path folder;

    private List<LabelledText> read(String name, String content) throws IOException {
        return LabelledFiles.read(List.of(Files.writeString(folder.resolve(name), content)))
                .texts();
    }

    private void assertRefused(String name, String content, String... parts) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void jsonLinesHaveTheirOwnSourceAndOriginOrTheFilesAndTheFirstWords() throws IOException {
        List<LabelledText> texts = read(
                "news.jsonl",
                """
                {"text": "One, two\\nthree four five six SEVEN eight", "label": "human"}

                {"text": "x", "label": "machine", "source": "gpt", "origin": "article 7", "extra": 1}
                {"text": "y", "label": "machine", "source": "mail", "generator": "gpt-4", "origin": "o"}""");
        assertThat(texts)
                .containsExactly(
                        new LabelledText(
                                "One, two\nthree four five six SEVEN eight",
                                false,
                                "news",
                                "one two three four five six"),
                        new LabelledText("x", true, "gpt", "article 7"),
                        new LabelledText("y", true, "mail", "gpt-4", "o"));
    }

    @Test
    void badLinesAreRefusedWithTheirPlaceAndTheRemedy() {
        String good = "{\"text\": \"a\", \"label\": \"human\"}\n";
        assertRefused("a.jsonl", good + "{\"text\": ", "a.jsonl, line 2 is not JSON", "mend or remove");
        assertRefused("a.jsonl", good + good + "{\"label\": \"human\"}", "line 3", "\"text\" is missing");
        assertRefused("a.jsonl", "{\"text\": \"a\", \"label\": 1}", "line 1", "\"label\" is 1", "\"machine\"");
        assertRefused("a.jsonl", good.strip() + " {\"text\"", "line 1 is not JSON");
        assertRefused("a.csv", "x", "a.csv", ".jsonl");
        assertRefused("a.jsonl", "", "a.jsonl is empty");
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithTheirLine() throws IOException {
        Path file = folder.resolve("latin.jsonl");
        Files.write(
                file,
                "{\"text\": \"a\", \"label\": \"human\"}\n{\"text\": \"\u00e9\"}"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> LabelledFiles.read(List.of(file)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latin.jsonl, line 2 is not valid UTF-8");
    }

    @Test
    void pairsLoseTheirSharedBeginningTheirNewlinesAndTheLongerEnd() throws IOException {
        List<LabelledText> texts = read(
                "xsum_gpt.raw_data.json",
                """
                {"original": ["The old man\\u2019s house by the sea was sold today for little."],
                 "sampled": ["The old man's house by\\n\\nthe sea burned one night."]}""");
        String origin = "the old man s house by";
        assertThat(texts)
                .as("nor does the shorter one keep its end")
                .containsExactly(
                        new LabelledText("was sold", false, "xsum_gpt", "gpt", origin),
                        new LabelledText("burned one", true, "xsum_gpt", "gpt", origin));
    }

    @Test
    void filesThatAreNoPairsAreRefused() {
        assertRefused("b.json", "{\"original\": [\"a\"], \"sampled\": []}", "b.json", "of equal length");
        assertRefused("b.json", "[1]", "b.json, line 1 holds something else than an object");
        assertRefused("b.json", "{\"original\": 1}", "b.json", "\"sampled\"");
        assertRefused("b.json", "{\n\"original\": [}", "b.json, line 2 is not JSON");
        assertRefused("b.json", "{\"original\": [\"a\"], \"sampled\": [7]}", "sampled[0]");
    }

    @Test
    void plainTextIsHumanWithoutItsHeadings() throws IOException {
        List<LabelledText> texts = read(
                "valid.txt",
                " = Heading = \n\n one two three four five six seven eight \nseven words are one too few yes\n");
        assertThat(texts).hasSize(1);
        assertThat(texts.getFirst().machineWritten()).isFalse();
        assertThat(texts.getFirst().source()).isEqualTo(folder.getFileName() + "/valid");
    }

    @Test
    void aFolderStandsForItsFilesByName() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/b.jsonl"), "{\"text\": \"b\", \"label\": \"human\"}");
        Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"a\", \"label\": \"human\"}");
        Files.writeString(folder.resolve("README.txt"), "not read");
        Files.createDirectory(folder.resolve(".ipynb_checkpoints"));
        Files.writeString(folder.resolve(".ipynb_checkpoints/a.jsonl"), "{\"text\": \"a\", \"label\": \"human\"}");
        LabelledFiles.Read read = LabelledFiles.read(List.of(folder));
        assertThat(read.texts()).extracting(LabelledText::text).containsExactly("a", "b");
        assertThat(read.lines())
                .containsExactly(
                        folder + ": 2 files, 2 texts",
                        "skipped, hidden: .ipynb_checkpoints",
                        "skipped, plain text without labels; name the file itself if people wrote it: README.txt");
        assertThatThrownBy(() -> LabelledFiles.read(List.of(folder.resolve("none"))))
                .hasMessageContaining("does not exist");
    }

    @Test
    void packedFilesArraysAndByteOrderMarksAreReadAsInACorpus() throws IOException {
        String row = "{\"text\": \"a\", \"label\": \"human\"}";
        assertThat(read("a.json", "\uFEFF[" + row + ", " + row + "]")).hasSize(2);
        assertThat(read("a.ndjson", row + row)).hasSize(2);
        Path packed = folder.resolve("news.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(row.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(LabelledFiles.read(List.of(packed)).texts())
                .containsExactly(new LabelledText("a", false, "news", "a"));
    }
}
