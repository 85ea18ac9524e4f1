package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
        assertThat(CorpusPath.survey(
                        ExperimentReader.preset("smoke", List.of()).requests("e", Instant.EPOCH),
                        CorpusPathTest::untold))
                .isEmpty();
    }

    @Test
    void aCorpusWithoutTextIsRefusedBeforeAnythingStarts() throws IOException {
        Path blank = text("blank.txt", " \n\n \t\n");
        List<RunRequested> requests =
                ExperimentReader.preset("smoke", CorpusPath.settings(blank)).requests("e", Instant.EPOCH);

        assertThatThrownBy(() -> CorpusPath.survey(requests, CorpusPathTest::untold))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("blank.txt holds no text");
    }

    @Test
    void aCorpusThatCannotBeEnoughIsRefusedBeforeAnythingStarts() throws IOException {
        Path file = text("small.txt", "A sentence of some words that stand in no order.\n\n".repeat(200));
        assertThatThrownBy(() -> CorpusSize.require(base(file)))
                .isInstanceOf(ExperimentException.class)
                .hasMessageMatching(
                        "corpus " + file + " is too small: in documents of \\d+ tokens, it has at most \\d+ and"
                                + " needs \\d+ \\(data.base-documents and data.calibration-documents and"
                                + " data.validation-documents and data.test-documents\\)\\. Lower these settings or name a"
                                + " larger corpus");
        CorpusSize.require(
                base(text("enough.txt", "A sentence of some words that stand in no order.\n\n".repeat(9000))));
    }

    @Test
    void aHeldOutPartThatCannotBeEnoughIsNamed() throws IOException {
        text("train.txt", "A sentence of some words that stand in no order.\n\n".repeat(9000));
        text("test.txt", "A sentence of some words that stand in no order.\n\n".repeat(9));
        assertThatThrownBy(() -> CorpusSize.require(base(folder)))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("its part test (test.txt) has at most ")
                .hasMessageContaining("(data.test-documents)")
                .hasMessageNotContaining("base-documents");
    }

    @Test
    void whoWaitsForAReadingIsToldHowFarItIs() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        List<String> told = new ArrayList<>();
        ReadingNews news = new ReadingNews(40_000_000, told::add, now::get);
        String document = "ü".repeat(1_000_000);

        news.read(document);
        assertThat(told).isEmpty();
        now.set(Instant.EPOCH.plus(ReadingNews.EVERY));
        news.read(document);
        news.read(document);
        assertThat(told).containsExactly("reading the corpus: 4 MB of text so far, from 40 MB of files");
    }

    private static RunRequested base(Path corpus) {
        return ExperimentReader.preset("smoke", CorpusPath.settings(corpus))
                .requests("e", Instant.EPOCH)
                .getFirst();
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

    private static void untold(String message) {
        throw new AssertionError("such small files are read at once: " + message);
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
                ExperimentReader.preset("smoke", CorpusPath.settings(path)).requests("e", Instant.EPOCH),
                CorpusPathTest::untold);
    }
}
