package io.tailkeeper.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPathTest {

    @TempDir
    private Path folder;

    private static void refused(String message, Runnable place) {
        assertThatThrownBy(place::run).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void aFolderIsOneThatIsThereOrCanBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(OutputPath.folder("--output", folder)).isEqualTo(folder);
        assertThat(OutputPath.folder("--output", folder.resolve("a/b"))).doesNotExist();
        refused(
                "--output " + file + " is a file; give the path of a folder",
                () -> OutputPath.folder("--output", file));
        refused(
                "--output " + file.resolve("a/b") + " cannot be made, because " + file
                        + " is not a folder; choose another place",
                () -> OutputPath.folder("--output", file.resolve("a/b")));
    }

    @Test
    void anUnusedFolderHoldsNothing() throws IOException {
        assertThat(OutputPath.unusedFolder("--output", folder)).isEqualTo(folder);
        assertThat(OutputPath.unusedFolder("--output", folder.resolve("new"))).doesNotExist();
        Files.writeString(folder.resolve("file"), "");
        refused(
                "--output " + folder + " is not empty; choose another folder or empty it",
                () -> OutputPath.unusedFolder("--output", folder));
    }

    @Test
    void aFileIsOneThatCanBeWrittenOverOrMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatCode(() -> {
                    OutputPath.requireFile("--output", null);
                    OutputPath.requireFile("--output", file);
                    OutputPath.requireFile("--output", folder.resolve("a/b.json"));
                    OutputPath.requireFile("--output", Path.of("/dev/null"));
                })
                .doesNotThrowAnyException();
        refused(
                "--output " + folder + " is a folder; give the path of a file",
                () -> OutputPath.requireFile("--output", folder));
        refused(
                "--output " + file.resolve("x") + " cannot be made, because " + file
                        + " is not a folder; choose another place",
                () -> OutputPath.requireFile("--output", file.resolve("x")));
    }
}
