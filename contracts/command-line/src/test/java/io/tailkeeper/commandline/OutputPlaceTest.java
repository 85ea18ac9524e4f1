package io.tailkeeper.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {

    @TempDir
    private Path folder;

    private static void refused(String message, Runnable place) {
        assertThatThrownBy(place::run).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void aFolderIsOneThatIsThereOrCanBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(OutputPlace.folder("--output", folder)).isEqualTo(folder);
        assertThat(OutputPlace.folder("--output", folder.resolve("a/b"))).doesNotExist();
        refused(
                "--output " + file + " is a file; give the path of a folder",
                () -> OutputPlace.folder("--output", file));
        refused(
                "--output " + file.resolve("a/b") + " cannot be made, because " + file
                        + " is not a folder; choose another place",
                () -> OutputPlace.folder("--output", file.resolve("a/b")));
    }

    @Test
    void anUnusedFolderHoldsNothing() throws IOException {
        assertThat(OutputPlace.unusedFolder("--output", folder)).isEqualTo(folder);
        assertThat(OutputPlace.unusedFolder("--output", folder.resolve("new"))).doesNotExist();
        Files.writeString(folder.resolve("file"), "");
        refused(
                "--output " + folder + " is not empty; choose another folder or empty it",
                () -> OutputPlace.unusedFolder("--output", folder));
    }

    @Test
    void aFileIsOneThatCanBeWrittenOverOrMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatCode(() -> {
                    OutputPlace.requireFile("--output", null);
                    OutputPlace.requireFile("--output", file);
                    OutputPlace.requireFile("--output", folder.resolve("a/b.json"));
                    OutputPlace.requireFile("--output", Path.of("/dev/null"));
                })
                .doesNotThrowAnyException();
        refused(
                "--output " + folder + " is a folder; give the path of a file",
                () -> OutputPlace.requireFile("--output", folder));
        refused(
                "--output " + file.resolve("x") + " cannot be made, because " + file
                        + " is not a folder; choose another place",
                () -> OutputPlace.requireFile("--output", file.resolve("x")));
    }
}
