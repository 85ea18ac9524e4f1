package io.tailkeeper.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.texts.Skipped.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusLayoutTest {

    @TempDir
    private Path folder;

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "text");
        }
    }

    private CorpusLayout layout(String source, String validation, String test) {
        return CorpusLayout.of(new CorpusSpecification(path(source), "text", path(validation), path(test)));
    }

    private String path(String name) {
        return name == null || name.equals("wordnet")
                ? name
                : folder.resolve(name).toString();
    }

    private List<String> names(CorpusLayout layout, Split split) {
        return layout.files().get(split).stream()
                .map(file -> folder.toAbsolutePath().relativize(file.path()).toString())
                .toList();
    }

    @Test
    void publishedSplitsServeAsWhatTheyAreNamed() throws IOException {
        write(
                "data/train-00000-of-00002.parquet",
                "data/train-00001-of-00002.parquet",
                "data/validation-00000-of-00001.parquet",
                "data/test-00000-of-00001.parquet",
                "extra.jsonl");

        CorpusLayout layout = layout("", null, null);

        assertThat(names(layout, Split.TRAIN))
                .containsExactly("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet");
        assertThat(names(layout, Split.VALIDATION)).containsExactly("data/validation-00000-of-00001.parquet");
        assertThat(names(layout, Split.TEST)).containsExactly("data/test-00000-of-00001.parquet");
        assertThat(layout.skipped()).containsExactly(new Skipped(Path.of("extra.jsonl"), Reason.NO_SPLIT));
        assertThat(layout.skippedLines())
                .containsExactly("skipped, in none of train, validation and test: extra.jsonl");
    }

    @Test
    void namesOfSplitsAreWordsOfFileOrFolder() {
        assertThat(Split.of(Path.of("wiki.train.txt"))).hasValue(Split.TRAIN);
        assertThat(Split.of(Path.of("Dev.jsonl"))).hasValue(Split.VALIDATION);
        assertThat(Split.of(Path.of("val_0.json.gz"))).hasValue(Split.VALIDATION);
        assertThat(Split.of(Path.of("en/valid/part-3.txt"))).hasValue(Split.VALIDATION);
        assertThat(Split.of(Path.of("train/test.txt")))
                .as("the file's own name first")
                .hasValue(Split.TEST);
        assertThat(Split.of(Path.of("trainer.txt"))).isEmpty();
        assertThat(Split.of(Path.of("train-test.txt"))).as("ambiguous").isEmpty();
    }

    @Test
    void aFolderWithoutHeldOutFilesIsOneSource() throws IOException {
        write("train.txt", "a.txt");

        CorpusLayout layout = layout("", null, null);

        assertThat(names(layout, Split.TRAIN)).containsExactly("a.txt", "train.txt");
        assertThat(layout.has(Split.TEST)).isFalse();
        assertThat(layout.skipped()).isEmpty();
    }

    @Test
    void heldOutFilesThatAreNamedAreNotTrainedOn() throws IOException {
        write("a.txt", "b.txt", "held/c.txt");

        CorpusLayout layout = layout("", "held", "b.txt");

        assertThat(names(layout, Split.TRAIN)).containsExactly("a.txt");
        assertThat(names(layout, Split.VALIDATION)).containsExactly("held/c.txt");
        assertThat(names(layout, Split.TEST)).containsExactly("b.txt");
        assertThat(layout.skippedLines()).containsExactly("skipped, named as validation or test: b.txt, held/c.txt");
        assertThatThrownBy(() -> layout("b.txt", "b.txt", null))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("b.txt is the held-out part too");
    }

    @Test
    void theBuiltInSourceHasNoFilesButThoseOfItsHeldOutParts() throws IOException {
        write("a.txt");

        assertThat(layout("wordnet", null, null).files()).isEmpty();
        assertThat(names(layout("wordnet", "a.txt", null), Split.VALIDATION)).containsExactly("a.txt");
        assertThat(layout("a.txt", "wordnet", null).has(Split.VALIDATION)).isFalse();
    }

    @Test
    void manyNamesAreCutShort() throws IOException {
        write("a.txt", "b.md", "c.md", "d.md", "e.md", "f.md", "g.md");

        assertThat(layout("", null, null).skippedLines())
                .containsExactly("skipped, of a kind that is not read: b.md, c.md, d.md, e.md and 2 more");
    }
}
