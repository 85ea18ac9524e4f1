package io.tailkeeper.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.texts.Skipped.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListTest {

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void realPath() throws IOException {
        folder = temporary.toRealPath();
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "text");
    }

    private List<String> files() {
        FileList list = FileList.of(folder);
        return list.files().stream().map(file -> list.relative(file).toString()).toList();
    }

    private List<Skipped> skipped() {
        return FileList.of(folder).skipped();
    }

    private static Skipped skipped(String path, Reason reason) {
        return new Skipped(Path.of(path), reason);
    }

    @Test
    void everyKindAndPackingIsReadByPath() throws IOException {
        for (String name : List.of(
                "b.TXT",
                "a/deep.jsonl.gz",
                "c.ndjson",
                "d.json",
                "e.jsonl.zst",
                "f.txt.gz",
                "g.parquet",
                "h.json.gz")) {
            write(name);
        }

        assertThat(files())
                .containsExactly(
                        "a/deep.jsonl.gz",
                        "b.TXT",
                        "c.ndjson",
                        "d.json",
                        "e.jsonl.zst",
                        "f.txt.gz",
                        "g.parquet",
                        "h.json.gz");
        assertThat(skipped()).isEmpty();
        assertThat(TextFile.of(folder.resolve("e.jsonl.zst")))
                .hasValue(new TextFile(folder.resolve("e.jsonl.zst"), TextFile.Kind.JSON_LINES, TextFile.Packing.ZSTD));
        assertThat(TextFile.of(folder.resolve("a/deep.jsonl.gz")).orElseThrow().stem())
                .isEqualTo("deep");
    }

    @Test
    void whatIsNotReadIsListedWithItsReason() throws IOException {
        write("a.jsonl");
        write("a.jsonl.gz");
        write("README.md");
        write("table.csv");
        write("dataset_infos.json");
        write(".ipynb_checkpoints/a-checkpoint.jsonl");
        write(".hidden.txt");
        Files.createFile(folder.resolve("nothing.txt"));
        Files.createSymbolicLink(folder.resolve("gone.jsonl"), folder.resolve("nowhere.jsonl"));
        Files.createSymbolicLink(folder.resolve("twice.jsonl"), folder.resolve("a.jsonl"));
        Files.createDirectory(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("sub/up"), folder);

        assertThat(files()).containsExactly("a.jsonl");
        assertThat(skipped())
                .containsExactly(
                        skipped(".hidden.txt", Reason.HIDDEN),
                        skipped(".ipynb_checkpoints", Reason.HIDDEN),
                        skipped("README.md", Reason.OTHER_KIND),
                        skipped("a.jsonl.gz", Reason.PACKED_COPY),
                        skipped("dataset_infos.json", Reason.ABOUT),
                        skipped("gone.jsonl", Reason.GONE),
                        skipped("nothing.txt", Reason.EMPTY),
                        skipped("sub/up", Reason.LOOP),
                        skipped("table.csv", Reason.OTHER_KIND),
                        skipped("twice.jsonl", Reason.SAME));
    }

    @Test
    void linksToFilesAndFoldersAreFollowedOnce() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.txt"), "text");
        Path linked = Files.createDirectory(folder.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("one"), elsewhere);
        Files.createSymbolicLink(linked.resolve("two"), elsewhere);

        FileList list = FileList.of(linked);

        assertThat(list.files()).extracting(TextFile::path).containsExactly(linked.resolve("one/a.txt"));
        assertThat(list.skipped()).containsExactly(skipped("two/a.txt", Reason.SAME));
    }

    @Test
    void aHiddenFileOrFolderThatIsNamedIsRead() throws IOException {
        Path hidden = write(".cache/a.txt");

        assertThat(FileList.of(hidden.getParent()).files())
                .extracting(TextFile::path)
                .containsExactly(hidden);
        Path file = write(".b.txt");
        assertThat(FileList.of(file).files()).extracting(TextFile::path).containsExactly(file);
    }

    @Test
    void whatCannotBeUsedIsRefusedByName() throws IOException {
        refused(folder.resolve("missing"), "missing does not exist; name an existing file or folder of .txt");
        refused(write("a.docx"), "a.docx is of no known kind; use .txt");
        refused(
                folder,
                "holds no file of a known kind; put files of .txt",
                "(skipped, of a kind that is not read: a.docx)");
        refused(Files.createFile(folder.resolve("empty.jsonl")), "empty.jsonl is empty");
        refused(write("a.parquet.gz"), "a.parquet.gz is of no known kind");
    }

    private static void refused(Path path, String... parts) {
        assertThatThrownBy(() -> FileList.of(path))
                .isInstanceOf(TextException.class)
                .hasMessageContainingAll(parts);
    }
}
