package io.tailkeeper.local.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusPathTest {

    @TempDir
    Path folder;

    @Test
    void folderIsOneSourceWhoseFilesSayWhatTheyServeAs() throws IOException {
        text("data/train-00000-of-00002.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n");
        text("data/train-00001-of-00002.jsonl.gz", "");
        text("data/dev.jsonl", "{\"text\": \"three\"}");
        text("test.txt", "four\n\nfive\n");
        text(".git/config.txt", "not read");
        text("README.md", "not read");

        assertThat(corpus(folder)).isEqualTo(new CorpusSpecification(folder.toString(), "text", null, null));
        assertThat(survey(folder))
                .containsExactly(
                        "corpus " + folder + ": 1 file, 2 texts, 1 document; serves as train:"
                                + " data/train-00000-of-00002.jsonl",
                        "  1 file, 1 text, 1 document; serves as validation: data/dev.jsonl",
                        "  1 file, 2 texts, 1 document; serves as test: test.txt",
                        "  skipped, hidden: .git",
                        "  skipped, of a kind that is not read: README.md",
                        "  skipped, empty: data/train-00001-of-00002.jsonl.gz");
    }

    @Test
    void oneFileIsCutIntoAllParts() throws IOException {
        Path file = text("a.txt", "one\ntwo\n");

        assertThat(survey(file))
                .containsExactly(
                        "corpus " + file + ": 1 file, 2 texts, 1 document; all parts are cut from it: a.txt",
                        "  a.txt has no blank lines: every line is a text");
    }

    @Test
    void theBuiltInCorpusNeedsNoSurvey() {
        assertThat(CorpusPath.survey(ExperimentReader.preset("smoke", List.of()).requests("e", Instant.EPOCH)))
                .isEmpty();
    }

    @Test
    void aCorpusWithoutTextIsRefusedBeforeAnythingStarts() throws IOException {
        Path blank = text("blank.txt", " \n\n \t\n");
        List<RunRequested> requests =
                ExperimentReader.preset("smoke", CorpusPath.settings(blank)).requests("e", Instant.EPOCH);

        assertThatThrownBy(() -> CorpusPath.survey(requests))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("blank.txt holds no text");
    }

    @Test
    void pathBecomesAbsolute() throws IOException {
        Path file = text("it's a: #name.txt", "some text");
        Path relative = Path.of("").toAbsolutePath().relativize(file);

        assertThat(corpus(relative).source()).isEqualTo(file.toString());
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> CorpusPath.settings(missing))
                .hasMessageStartingWith("--corpus " + missing + " does not exist; name an existing file");

        assertThatThrownBy(() -> CorpusPath.settings(folder))
                .hasMessageStartingWith("--corpus " + folder + " holds no file of a known kind");

        Path other = text("notes.pdf", "x");
        assertThatThrownBy(() -> CorpusPath.settings(other))
                .hasMessageStartingWith("--corpus " + other + " is of no known kind");

        Path empty = text("empty.txt", "");
        assertThatThrownBy(() -> CorpusPath.settings(empty)).hasMessageStartingWith("--corpus " + empty + " is empty");

        Path broken = text("broken.jsonl", "{\"text\": \"a\"}\n{");
        assertThatThrownBy(() -> survey(broken))
                .isInstanceOf(ExperimentException.class)
                .hasMessageStartingWith("corpus " + broken + ", line 2 is not JSON");
    }

    private Path text(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static CorpusSpecification corpus(Path path) {
        return ExperimentReader.preset("smoke", CorpusPath.settings(path))
                .base()
                .corpus();
    }

    private static List<String> survey(Path path) {
        return CorpusPath.survey(
                ExperimentReader.preset("smoke", CorpusPath.settings(path)).requests("e", Instant.EPOCH));
    }
}
