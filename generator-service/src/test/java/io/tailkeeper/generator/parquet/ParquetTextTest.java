package io.tailkeeper.generator.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.generator.CorpusException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTextTest {

    private static final List<String> TEXTS = IntStream.range(0, 600)
            .filter(row -> row % 7 != 3)
            .mapToObj(row -> "Row " + row + " – naïve text " + row % 5)
            .toList();

    private static Path file(String name) throws URISyntaxException {
        return Path.of(ParquetTextTest.class
                .getResource("/parquet/" + name + ".parquet")
                .toURI());
    }

    private static List<String> read(Path file, String column) throws IOException {
        List<String> texts = new ArrayList<>();
        ParquetText.read(file, column, texts::add);
        return texts;
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
    void missingColumnIsNamedBesideThoseThereAre() throws Exception {
        Path file = file("plain-pages");

        assertThatThrownBy(() -> read(file, "body"))
                .isInstanceOf(CorpusException.class)
                .hasMessage("Corpus file " + file + " has no column \"body\" but \"id\", \"meta\", \"text\", \"note\";"
                        + " name the column of the text in corpus.text-column.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "meta"})
    void columnOfAnotherTypeIsRefused(String column) throws Exception {
        Path file = file("plain-pages");

        assertThatThrownBy(() -> read(file, column))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("column \"" + column + "\" is no text");
    }

    @Test
    void unknownCompressionIsRefused() throws Exception {
        Path file = file("brotli");

        assertThatThrownBy(() -> read(file, "text"))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("is compressed with BROTLI; write it again");
    }

    @Test
    void damagedFilesAreRefusedWhereverTheDamageIs(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(file("gzip-row-groups"));
        Path damaged = folder.resolve("damaged.parquet");

        for (int length : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(damaged, "text")).isInstanceOf(IOException.class);
        }
        byte[] scrambled = whole.clone();
        Arrays.fill(scrambled, 4, whole.length / 2, (byte) 0x5A);
        Files.write(damaged, scrambled);
        assertThatThrownBy(() -> read(damaged, "text")).isInstanceOf(IOException.class);
    }

    @Test
    void headerNestedWithoutEndIsRefused(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(file("gzip-row-groups"));
        byte[] nested = new byte[whole.length + (1 << 20)];
        Arrays.fill(nested, (byte) 0x5A);
        System.arraycopy(whole, 0, nested, 0, 4);
        System.arraycopy(whole, 4, nested, 4 + (1 << 20), whole.length - 4);
        Path damaged = Files.write(folder.resolve("nested.parquet"), nested);

        assertThatThrownBy(() -> read(damaged, "text"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a header without end");
    }
}
