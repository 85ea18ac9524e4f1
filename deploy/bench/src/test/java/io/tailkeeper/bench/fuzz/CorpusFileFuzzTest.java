package io.tailkeeper.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.texts.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFileFuzzTest {

    @TempDir
    private Path folder;

    @Test
    void everyMutatedFolderIsAcceptedOrRefused() throws IOException {
        CorpusFileFuzz.Result result = new CorpusFileFuzz(CorpusFileFuzz.readers(), folder).run(11, 300, read -> {});

        assertThat(result.findings()).isEmpty();
        assertThat(result.folders()).isEqualTo(300);
        assertThat(result.accepted()).as("some mutations do no harm").isGreaterThan(30);
        assertThat(result.refused()).isGreaterThan(100);
    }

    @Test
    void anythingElseIsAFindingWhoseFilesAreKept() throws IOException {
        CorpusFileFuzz.FolderReading weak = read -> {
            try (Stream<Path> files = Files.list(read)) {
                if (files.anyMatch(file -> file.toString().endsWith(".parquet"))) {
                    throw new StackOverflowError("deep");
                }
            } catch (IOException e) {
                throw new TextException("no", e);
            }
        };

        CorpusFileFuzz.Result result = new CorpusFileFuzz(Map.of("weak", weak), folder).run(11, 300, read -> {});

        assertThat(result.findings()).hasSize(10).allMatch(finding -> finding.contains("StackOverflowError: deep"));
        try (Stream<Path> kept = Files.list(folder)) {
            assertThat(kept.toList()).hasSize(10);
        }
        assertThat(new FileMutator(11).folder(3))
                .containsOnlyKeys(new FileMutator(11).folder(3).keySet());
    }
}
