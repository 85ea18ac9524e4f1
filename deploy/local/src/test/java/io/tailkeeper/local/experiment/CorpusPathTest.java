package io.tailkeeper.local.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.CorpusSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusPathTest {

    private static final String MEND = "; give a .txt, .jsonl or .parquet file, or a folder of such files";

    @TempDir
    Path folder;

    @Test
    void folderWithPartsGivesHeldOutSources() throws IOException {
        Path train = text("train.parquet");
        Path validation = text("validation.jsonl");
        Path test = text("test.txt");

        assertThat(corpus(folder))
                .isEqualTo(new CorpusSpecification(train.toString(), "text", validation.toString(), test.toString()));
    }

    @Test
    void folderWithoutPartsIsOneSource() throws IOException {
        text("a.txt");
        text("train.txt");

        assertThat(corpus(folder)).isEqualTo(new CorpusSpecification(folder.toString(), "text", null, null));
    }

    @Test
    void pathBecomesAbsolute() throws IOException {
        Path file = text("it's a: #name.txt");
        Path relative = Path.of("").toAbsolutePath().relativize(file);

        assertThat(corpus(relative).source()).isEqualTo(file.toString());
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> CorpusPath.settings(missing))
                .hasMessage("--corpus " + missing + " does not exist" + MEND);

        assertThatThrownBy(() -> CorpusPath.settings(folder))
                .hasMessage("--corpus " + folder + " holds no .txt, .jsonl or .parquet file" + MEND);

        Path other = text("notes.pdf");
        assertThatThrownBy(() -> CorpusPath.settings(other))
                .hasMessage("--corpus " + other + " is no .txt, .jsonl or .parquet file" + MEND);

        Path empty = Files.createFile(folder.resolve("empty.txt"));
        assertThatThrownBy(() -> CorpusPath.settings(empty)).hasMessage("--corpus " + empty + " is empty" + MEND);
    }

    private Path text(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "some text\n");
    }

    private static CorpusSpecification corpus(Path path) {
        return ExperimentReader.preset("smoke", CorpusPath.settings(path))
                .base()
                .corpus();
    }
}
