package io.tailkeeper.generator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.generator.CorpusException;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.Partition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFilesTest {

    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static List<String> read(Path location) {
        List<String> documents = new ArrayList<>();
        read(corpus(location), Partition.TRAIN, documents);
        return documents;
    }

    private static CorpusSpecification corpus(Path location) {
        return new CorpusSpecification(location.toString(), "text", null, null);
    }

    private static void read(CorpusSpecification corpus, Partition partition, List<String> documents) {
        new CorpusFiles().read(new CorpusSource.Request(corpus, partition, 4), documents::add);
    }

    private static void refuses(Path location, String... parts) {
        assertThatThrownBy(() -> read(location))
                .isInstanceOf(CorpusException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void folderIsReadByPathFileByFile() throws IOException {
        write("b.txt", "second file\n\nof two paragraphs\n\nshort tail\n");
        write("a/deep.txt", "first file");
        write("c.jsonl", "{\"text\": \"third file\"}\n");
        write("c.md", "not read");
        write(".hidden.txt", "not read");

        assertThat(read(folder))
                .containsExactly("first file", "second file\nof two paragraphs", "short tail", "third file");
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreNoText() throws IOException {
        assertThat(read(write("a.txt", "\uFEFFone\r\ntwo\r\n\r\nthree"))).containsExactly("one\ntwo\nthree");
    }

    @Test
    void wikiTextIsReadArticleByArticle() throws IOException {
        Path file = write(
                "wiki.train.txt", " \n = A = \n \n one two \n \n = = Part = = \n \n three \n \n = B = \n \n four \n");

        assertThat(read(file)).containsExactly("= A =\none two\n= = Part = =\nthree", "= B =\nfour");
    }

    @Test
    void nullTextsAndBlankLinesOfJsonLinesArePassedOver() throws IOException {
        Path file = write(
                "a.jsonl", "{\"text\": \"one two three four\", \"id\": 1}\n\n{\"text\": null}\n{\"text\": \"five\"}\n");

        assertThat(read(file)).containsExactly("one two three four", "five");
    }

    @Test
    void missingPlaceIsNamed() {
        refuses(folder.resolve("nowhere"), "Corpus " + folder.resolve("nowhere") + " does not exist; name an existing");
    }

    @Test
    void folderWithoutKnownFilesIsRefused() throws IOException {
        write("a.md", "text");
        refuses(folder, "Corpus " + folder + " holds no file of a known kind", ".parquet", "skipped", "a.md");
    }

    @Test
    void fileOfAnotherKindIsRefused() throws IOException {
        refuses(write("a.docx", "text"), "a.docx is of no known kind");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "déjà vu".getBytes(StandardCharsets.ISO_8859_1));

        refuses(file, "latin.txt, line 1 is not valid UTF-8");
    }

    @Test
    void lineThatIsNotJsonIsNamed() throws IOException {
        refuses(write("a.jsonl", "{\"text\": \"one\"}\n{oops\n"), "a.jsonl, line 2 is not JSON");
    }

    @Test
    void missingFieldIsNamedBesideThoseThereAre() throws IOException {
        refuses(
                write("a.jsonl", "{\"id\": 1, \"body\": \"x\"}"),
                "a.jsonl, line 1 has no field \"text\" but \"id\", \"body\"",
                "corpus.text-column");
    }

    @Test
    void fieldOfAnotherTypeIsRefused() throws IOException {
        refuses(write("a.jsonl", "{\"text\": [1]}"), "a.jsonl, line 1: field \"text\" is no text");
    }

    @Test
    void filesNamedBySplitsHoldThePartitions() throws IOException {
        write("train.txt", "to train on");
        write("dev.jsonl", "{\"text\": \"to tune by\"}");
        List<String> documents = new ArrayList<>();

        read(corpus(folder), Partition.VALIDATION, documents);

        assertThat(documents).containsExactly("to tune by");
        assertThat(read(folder)).containsExactly("to train on");
        assertThat(new CorpusFiles().hasOwn(corpus(folder), Partition.VALIDATION))
                .isTrue();
        assertThat(new CorpusFiles().hasOwn(corpus(folder), Partition.TEST)).isFalse();
        assertThat(new CorpusFiles().hasOwn(corpus(folder), Partition.PROMPTS)).isFalse();
    }

    @Test
    void damagedParquetFileIsRefused() throws IOException {
        refuses(write("a.parquet", "PAR1 but then nothing"), "a.parquet cannot be read", "check that it is whole");
    }
}
