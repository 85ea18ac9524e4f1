package io.tailkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.local.session.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(String... arguments) {
        return BenchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void refused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(execute(arguments)).as(message).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void helpSucceedsAndFitsIntoEightyColumns() {
        assertThat(execute("--help")).isZero();
        for (String name : BenchCommand.commandLine().getSubcommands().keySet()) {
            assertThat(execute(name, "--help")).as(name).isZero();
        }
        assertThat(out.toString())
                .contains("Usage: tailkeeper bench trainer", "Exit status: 0 when nothing was changed");
        assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        refused(
                "bench trainer has no option --model; commands that have it: bench generator",
                "trainer",
                "--model",
                ".");
        refused("commands that have it: bench trainer", "resume", "--precision", "bf16");
        refused("--precision \"fp16\" is unknown; allowed are", "trainer", "--precision", "fp16");
        refused("commands that have it: bench detector, bench memory, bench metrics", "trainer", "--data", ".");
        refused("--data /missing does not exist", "detector", "--data", "/missing");
        refused("--data /missing does not exist", "metrics", "--data", "/missing");
        refused("--samples must be at least 1000", "metrics", "--samples", "999");
        refused("bench detector has no option --preset", "detector", "--preset", "small");
        refused("--preset big is unknown; there are quickstart, small, gpt2", "trainer", "--preset", "big");
        refused("--model and --preset exclude each other", "generator", "--model", ".", "--preset", "small");
        refused("--model /missing does not exist", "generator", "--model", "/missing");
        refused("--threads must be at least 1", "generator", "--threads", "0");
        refused("--device: device \"gpu\" is unknown", "trainer", "--device", "gpu");
        refused("there is no command \"bench detectors\"; did you mean \"detector\"?", "detectors");
        refused("Usage: tailkeeper bench");
        refused("--kills and --generations must be at least 1", "kills", "--kills", "0");
        refused("--output . is a folder", "kills", "--output", ".");
        refused("bench fuzz has no option --threads", "fuzz", "--threads", "2");
        refused("--replay /missing does not exist", "fuzz", "--replay", "/missing");
        refused("--replay reads the bytes of one file", "fuzz", "--replay", ".", "--seed", "1");
        refused("--records and --files must be at least 1", "fuzz", "--records", "0");
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsRefusedBeforeAnythingRuns() throws IOException {
        String inside =
                Files.writeString(folder.resolve("file"), "").resolve("in/side").toString();
        String refusal = "--output " + inside + " cannot be made, because " + folder.resolve("file");
        refused(refusal, "trainer", "--output", inside);
        refused(refusal, "kills", "--output", inside);
        refused(refusal, "fuzz", "--output", inside);
    }

    @Test
    void whatIsNotBuiltEndsWithStatus1() {
        System.setProperty(Running.HOME, folder.toString());
        try {
            assertThat(execute("detector")).isEqualTo(1);
            assertThat(execute("kills", "--kills", "1")).isEqualTo(1);
        } finally {
            System.clearProperty(Running.HOME);
        }
        assertThat(err.toString()).contains("quarkus-run.jar is missing; build it with ./tailkeeper test");
    }
}
