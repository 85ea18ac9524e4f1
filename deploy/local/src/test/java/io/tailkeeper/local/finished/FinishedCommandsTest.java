package io.tailkeeper.local.finished;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.report.SeveralSeeds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FinishedCommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void anExperiment() throws IOException {
        SeveralSeeds.write(folder);
    }

    private int execute(Object command, String... arguments) {
        CommandLine commandLine = CommandLines.of(command, Map.of());
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void comparePrintsDifferencesAndTableAndWritesThePage() throws IOException {
        Path page = folder.resolve("new/page.html");
        String other = copy().toString();

        assertThat(execute(new CompareCommand(), folder.toString(), other, "--output", page.toString()))
                .isZero();

        assertThat(out.toString().lines())
                .contains(
                        "A  quickstart-1, seeds 42, 43, 44",
                        "no setting differs in an arm that several of them have, but for seeds",
                        "page " + page)
                .anyMatch(line -> line.matches("baseline +B +4 +3 +1\\.210 +0\\.006 +0\\.580 +0\\.000"));
        assertThat(Files.readString(page)).contains("B protected");
    }

    @Test
    void aSettingThatATerminalWouldObeyIsShownAsText() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(
                other.resolve("report.json"),
                Files.readString(folder.resolve("report.json"))
                        .replace("\"source\" : \"wordnet\"", "\"source\" : \"\\u001b[2J\\u202Etexts\""));

        execute(
                new CompareCommand(),
                folder.toString(),
                other.toString(),
                "--output",
                folder.resolve("c.html").toString());

        assertThat(out.toString())
                .contains("corpus.source", "\uFFFD[2J\uFFFDtexts")
                .doesNotContain("\u001b", "\u202E");
    }

    @Test
    void compareRefusesAFolderAsPage() throws IOException {
        assertThat(execute(new CompareCommand(), folder.toString(), copy().toString(), "--output", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is no file; give the name of a page");
    }

    @Test
    void compareRefusesAFolderBesideItselfByWhateverName() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        Path page = folder.resolve("page.html");
        String one = folder.toString();

        assertThat(execute(new CompareCommand(), one, copy().toString(), one, "--output", page.toString()))
                .isEqualTo(2);
        assertThat(execute(new CompareCommand(), one, link.toString(), "--output", page.toString()))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "tailkeeper: compare was given one folder twice: " + one
                                + "; give folders of different experiments",
                        "tailkeeper: compare was given one folder twice: " + one + " and " + link
                                + " are the same; give folders of different experiments");
        assertThat(page).doesNotExist();
    }

    /** The same experiment in a folder of its own. */
    private Path copy() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        SeveralSeeds.write(copy);
        return copy;
    }

    @Test
    void exportWritesBelowTheExperimentUnlessToldOtherwise() {
        assertThat(execute(new ExportCommand(), folder.toString(), "--to", "csv"))
                .isZero();
        assertThat(folder.resolve("export/figures.csv")).isRegularFile();
        Path elsewhere = folder.resolve("elsewhere");

        assertThat(execute(
                        new ExportCommand(),
                        folder.toString(),
                        "--to",
                        "tensorboard",
                        "--output",
                        elsewhere.toString()))
                .isZero();

        assertThat(elsewhere.resolve("protected/seed-44")).isDirectory();
        assertThat(out.toString()).contains("csv " + folder.resolve("export/figures.csv"), "tensorboard " + elsewhere);
    }
}
