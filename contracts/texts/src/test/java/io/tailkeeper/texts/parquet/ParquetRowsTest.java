package io.tailkeeper.texts.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.reading.TextFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {

    private static final List<String> TEXTS = IntStream.range(0, 600)
            .filter(row -> row % 7 != 3)
            .mapToObj(row -> "Row " + row + " \u2013 na\u00EFve text " + row % 5)
            .toList();

    private static Path file(String name) throws URISyntaxException {
        return Path.of(ParquetRowsTest.class
                .getResource("/parquet/" + name + ".parquet")
                .toURI());
    }

    private static List<String> read(Path file, String column) {
        List<String> texts = new ArrayList<>();
        TextFiles.texts(TextFile.of(file).orElseThrow(), column, texts::add);
        return texts;
    }

    private static void damaged(Path file) {
        assertThatThrownBy(() -> read(file, "text"))
                .isInstanceOf(TextException.class)
                .hasMessageContainingAll("cannot be read", "check that it is whole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snappy-dictionary",
                "zstd-second-pages",
                "delta-snappy-second-pages",
                "gzip-row-groups",
                "plain-pages"
            })
    void readsTheTextOfEveryRowInOrder(String name) throws Exception {
        assertThat(read(file(name), "text")).isEqualTo(TEXTS);
    }

    @Test
    void brotliIsUnpacked() throws Exception {
        assertThat(read(file("brotli"), "text")).isEqualTo(TEXTS.subList(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Polars", "", "parquet-mr", "hyparquet 1.0 (somewhere)"})
    void filesOfEveryWriterAreRead(String createdBy, @TempDir Path folder) throws IOException {
        byte[] bytes = new TinyParquet().group("one", "two").group("three").bytes(createdBy);

        assertThat(read(Files.write(folder.resolve("a.parquet"), bytes), "text"))
                .containsExactly("one", "two", "three");
    }

    @Test
    void emptyRowGroupsAndPagesOfNullsAreRead(@TempDir Path folder) throws IOException {
        byte[] bytes = new TinyParquet()
                .group()
                .group(null, null, null)
                .group("one", "two")
                .group()
                .group(null, null)
                .bytes("writer version 1.0.0");

        assertThat(read(Files.write(folder.resolve("a.parquet"), bytes), "text"))
                .containsExactly("one", "two");
    }

    @Test
    void severalColumnsAreReadSideBySide() throws Exception {
        List<String> rows = new ArrayList<>();

        ParquetRows.read(file("gzip-row-groups"), List.of("text", "id", "none"), row -> rows.add(row.toString()));

        assertThat(rows).hasSize(600);
        assertThat(rows.get(299))
                .contains("row 300", "id=INT64", "text=Row 299 ")
                .doesNotContain("none");
    }

    @Test
    void missingColumnIsNamedBesideThoseThereAre() throws Exception {
        Path file = file("plain-pages");

        assertThatThrownBy(() -> read(file, "body"))
                .isInstanceOf(TextException.class)
                .hasMessage(file + " has no column \"body\" but \"id\", \"meta\", \"text\", \"note\";"
                        + " name the column of the text in corpus.text-column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "meta"})
    void columnOfAnotherTypeIsRefused(String column) throws Exception {
        Path file = file("plain-pages");

        assertThatThrownBy(() -> read(file, column))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("field \"" + column + "\" is no text");
    }

    @Test
    void damagedFilesAreRefusedWhereverTheDamageIs(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(file("gzip-row-groups"));
        Path damaged = folder.resolve("damaged.parquet");

        for (int length : new int[] {5, whole.length / 2, whole.length - 1}) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            damaged(damaged);
        }
        byte[] scrambled = whole.clone();
        Arrays.fill(scrambled, 4, whole.length / 2, (byte) 0x5A);
        Files.write(damaged, scrambled);
        damaged(damaged);
    }

    @Test
    @Timeout(60)
    void aPageThatIsLongerThanItsColumnIsRefused(@TempDir Path folder) throws IOException {
        damaged(Files.write(
                folder.resolve("longer.parquet"),
                new TinyParquet(5_000).group("one", "two").bytes("writer version 1.0.0")));
    }

    @Test
    void headerNestedWithoutEndIsRefused(@TempDir Path folder) throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(file("gzip-row-groups"));
        byte[] nested = new byte[whole.length + (1 << 20)];
        Arrays.fill(nested, (byte) 0x5A);
        System.arraycopy(whole, 0, nested, 0, 4);
        System.arraycopy(whole, 4, nested, 4 + (1 << 20), whole.length - 4);

        damaged(Files.write(folder.resolve("nested.parquet"), nested));
    }
}
