package io.tailkeeper.texts.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFilesTest {

    private static final String MARK = "\uFEFF";
    private static final String LINES = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";

    @TempDir
    private Path folder;

    private Optional<String> note = Optional.empty();

    private List<String> read(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        List<String> texts = new ArrayList<>();
        note = TextFiles.texts(TextFile.of(file).orElseThrow(), "text", texts::add);
        return texts;
    }

    private List<String> read(String name, String content) throws IOException {
        return read(name, content.getBytes(UTF_8));
    }

    private void refused(String name, byte[] content, String... parts) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOf(TextException.class)
                .hasMessageContainingAll(parts)
                .hasMessageStartingWith(folder.resolve(name).toString());
    }

    private void refused(String name, String content, String... parts) {
        refused(name, content.getBytes(UTF_8), parts);
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void everyObjectOfALineIsReadAndItIsSaid() throws IOException {
        assertThat(read(
                        "a.jsonl",
                        "{\"text\": \"one\"}{\"text\": \"two\"}\n{\"text\": \"three\"} {\"text\": \"four\"}\n"))
                .containsExactly("one", "two", "three", "four");
        assertThat(note).hasValue("has 2 lines of several objects: all of them are read");

        assertThat(read("a.jsonl", LINES)).containsExactly("one", "two");
        assertThat(note).isEmpty();
    }

    @Test
    void whatFollowsAnObjectIsNotPassedOver() {
        refused("a.jsonl", LINES + "{\"text\": \"three\"} tail\n", "a.jsonl, line 3 is not JSON", "mend or remove");
        refused("a.jsonl", LINES + "{\"text\": \"three\"\n" + LINES, "a.jsonl, line 3 is not JSON");
        refused("a.jsonl", "[\"one\"]\n", "line 1 holds something else than an object");
        refused("a.json", LINES + "{\"text\": \"three\"} tail\n", "a.json, line 3 is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.ndjson", "a.json"})
    void byteOrderMarksAreNoText(String name) throws IOException {
        assertThat(read(name, MARK + LINES)).containsExactly("one", "two");
        assertThat(read(name + ".gz", gzip(MARK + LINES))).containsExactly("one", "two");
        assertThat(read("a.txt", MARK + "one\n\ntwo")).containsExactly("one", "two");
        assertThat(read("a.txt.gz", gzip(MARK + "one\n\ntwo"))).containsExactly("one", "two");
    }

    @Test
    void filesWithMarksThatWerePutTogetherAreRead() throws IOException {
        assertThat(read("a.jsonl", MARK + LINES + MARK + LINES)).containsExactly("one", "two", "one", "two");
        assertThat(read("a.txt", MARK + "one\n\n" + MARK + "two\n")).containsExactly("one", "two");
    }

    @Test
    void zstandardIsUnpacked() throws IOException {
        assertThat(read("a.jsonl.zst", Zstd.compress(LINES.getBytes(UTF_8)))).containsExactly("one", "two");
        assertThat(read("a.txt.zst", Zstd.compress("one\n\ntwo".getBytes(UTF_8))))
                .containsExactly("one", "two");
    }

    @Test
    void jsonHoldsArraysAndObjectsOneAfterAnother() throws IOException {
        assertThat(read("a.json", "[{\"text\": \"one\"},\n {\"text\": \"two\"}]"))
                .containsExactly("one", "two");
        assertThat(read("a.json", "[{\"text\": \"one\"}] []\n{\"text\": \"two\", \"more\": [1, {}]}"))
                .containsExactly("one", "two");
        refused("a.json", "[{\"text\": \"one\"}, \"two\"]", "line 1 holds something else than an object");
        refused("a.json", "[{\"text\": \"one\"},\n {\"text\": ", "a.json, line 2 is not JSON (Unexpected end-of-input");
        refused("a.jsonl", "{\"text\": 1", "is not JSON (Unexpected end-of-input: expected close marker for Object)");
        refused("a.json", "{\"data\": [1]}", "line 1 has no field \"text\" but \"data\"", "corpus.text-column");
    }

    @Test
    void nullAndBlankTextsArePassedOver() throws IOException {
        assertThat(read("a.jsonl", "{\"text\": null}\n\n{\"text\": \" \"}\n{\"text\": \"one\"}"))
                .containsExactly("one");
        refused("a.jsonl", "{\"text\": 7}", "line 1: field \"text\" is no text");
    }

    @Test
    void cutOffAndForeignBytesAreNamed() throws IOException {
        byte[] whole = gzip(LINES.repeat(1_000));
        refused("a.jsonl.gz", Arrays.copyOf(whole, whole.length - 9), "cannot be read", "check that it is whole");
        refused("a.jsonl.gz", Arrays.copyOf(whole, 3), "cannot be read (it ends in the middle)");
        refused("a.jsonl.gz", LINES, "cannot be read", "Not in GZIP format");
        refused("a.jsonl.zst", LINES, "cannot be read");
        refused(
                "a.txt",
                "d\u00E9j\u00E0 vu".getBytes(StandardCharsets.ISO_8859_1),
                "line 1 is not valid UTF-8",
                "iconv");
        refused(
                "a.jsonl",
                (LINES + "{\"text\": \"d\u00E9j\u00E0\"}").getBytes(StandardCharsets.ISO_8859_1),
                "line 3 is not valid UTF-8");
        refused("a.json", "[\n\"d\u00E9j\u00E0\"]".getBytes(StandardCharsets.ISO_8859_1), "a.json, line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void otherEncodingsAreNamed(String encoding) {
        for (String name : List.of("a.txt", "a.jsonl", "a.json")) {
            refused(name, LINES.getBytes(Charset.forName(encoding)), "is UTF-16 or UTF-32; save it as UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.jsonl", "a.json.gz", "a.jsonl.zst", "a.parquet"})
    void pointersOfGitLfsAreNamed(String name) {
        refused(
                name,
                "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
                "is a Git LFS pointer and not the file itself; fetch that with git lfs pull");
    }

    @Test
    void aValueThatDoesNotFitIntoMemoryIsRefused() {
        String long17 = "x".repeat(17 << 20);
        refused("a.jsonl", "{\"text\": \"" + long17 + "\"}", "line 1 holds a value of more than 16 MiB");
        refused("a.json", "[{\"text\": \"" + long17 + "\"}]", "line 1 holds a value of more than 16 MiB");
        refused("a.json", "[".repeat(10) + "{\"text\":" + "[".repeat(2_000), "a.json, line 1");
        refused("a.jsonl", "{\"text\":" + "[".repeat(2_000), "line 1 holds a value beyond the limits");
    }

    @Test
    void plainTextHasNoRows() throws IOException {
        TextFile file =
                TextFile.of(Files.writeString(folder.resolve("a.txt"), "x")).orElseThrow();

        assertThatThrownBy(() -> TextFiles.rows(file, List.of("text"), row -> {}))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("is plain text and has no rows");
    }
}
