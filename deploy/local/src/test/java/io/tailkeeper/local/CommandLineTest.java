package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void helpAndListsSucceed() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(execute("detector", "train", "--help")).isZero();
        assertThat(execute("bench", "--help")).isZero();
        assertThat(execute("bench", "kills", "--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(execute("presets")).isZero();
        assertThat(execute("presets", "list")).isZero();
        assertThat(execute("presets", "show", "tce")).isZero();
        assertThat(out.toString()).contains("Exit status: 0 when", "quickstart  ", "name: tce");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void faultsOfTheCommandLineEndWithStatus2AndOneMessage() {
        refused("unknown preset \"quikstart\"; did you mean \"quickstart\"?", "run", "--preset", "quikstart");
        refused("--preset tce and --spec a.yaml exclude each other", "run", "--preset", "tce", "--spec", "a.yaml");
        refused("Invalid value for option '--seed': 'x'", "run", "--seed", "x");
        refused("--corpus /missing does not exist", "run", "--corpus", "/missing");
        refused("--set model=nanu: model: there is no model preset \"nanu\"", "run", "--set", "model=nanu");
        refused("--device: device \"gpu\" is unknown; give auto, cpu or cuda:N", "run", "--device", "gpu");
        refused("--detector oracle: no detector \"oracle\" is known; give encoder,", "run", "--detector", "oracle");
        refused("no detector \"far\" is known", "run", "--preset", "smoke", "--set", "selection.detector-id=far");
        refused("holds no detector (detector.json is missing)", "up", "--detector", "mine=.");
        refused("--screen . holds no detector (detector.json is missing)", "run", "--screen", ".");
        refused("the services' settings take ${ in a name", "run", "--output", "a${b}");
        refused("--allow /a${b}: the services' settings", "up", "--allow", "/a${b}");
        refused("--start-limit 0 is out of range; at least 1", "up", "--start-limit", "0");
        refused("--pass-through is for a --screen", "up", "--pass-through", "0.5");
        refused("--model . is for bench generator", "bench", "trainer", "--model", ".");
        refused("--precision bf16 is for bench trainer", "bench", "resume", "--precision", "bf16");
        refused("--precision \"fp16\" is unknown; allowed are", "bench", "trainer", "--precision", "fp16");
        refused("--data . is for bench detector", "bench", "trainer", "--data", ".");
        refused("--data /missing does not exist", "bench", "detector", "--data", "/missing");
        refused("--preset small is not for bench detector", "bench", "detector", "--preset", "small");
        refused("--preset small is not for bench memory", "bench", "memory", "--preset", "small");
        refused("allowed are trainer, generator, resume, detector", "bench", "detectors");
        refused("bench: give one of trainer, generator, resume, detector, memory, fuzz, kills", "bench");
        refused("--kills and --generations must be at least 1", "bench", "kills", "--kills", "0");
        refused("--output . is a folder", "bench", "kills", "--output", ".");
        refused(
                "--records, --models, --files, --seed and --replay are for bench fuzz",
                "bench",
                "trainer",
                "--seed",
                "1");
        refused("--preset, --steps and --threads are not for bench fuzz", "bench", "fuzz", "--threads", "2");
        refused("--replay /missing does not exist", "bench", "fuzz", "--replay", "/missing");
        refused("--replay reads the bytes of one file", "bench", "fuzz", "--replay", ".", "--seed", "1");
        refused("--records and --files must be at least 1", "bench", "fuzz", "--records", "0");
        refused(
                "--kind \"oracle\" is unknown",
                "detector",
                "train",
                "--data",
                ".",
                "--output",
                "o",
                "--kind",
                "oracle");
        refused("--data /missing does not exist", "detector", "train", "--data", "/missing", "--output", "o");
        refused("--detector /missing does not exist", "detector", "evaluate", "--data", ".", "--detector", "/missing");
        refused("Missing required option: '--data", "detector", "evaluate", "--detector", ".");
        refused("give train or evaluate", "detector");
        refused("Missing required option: '--detector=ID'", "conformance", "detector", "--bootstrap", "localhost:1");
        refused(
                "no conformance kit for \"trainer\"",
                "conformance",
                "trainer",
                "--bootstrap",
                "x:1",
                "--detector",
                "y");
        refused(
                "--data missing.jsonl is no file",
                "conformance",
                "detector",
                "--bootstrap",
                "x:1",
                "--detector",
                "y",
                "--data",
                "missing.jsonl");
        refused("Unmatched argument at index 0: 'rnu'", "rnu");
        refused("", "");
    }

    @Test
    void folderThatIsInUseIsRefused() throws IOException {
        Files.writeString(folder.resolve("report.json"), "{}");

        refused("--output " + folder + " is not empty", "run", "--output", folder.toString());
        refused("is a file", "up", "--output", folder.resolve("report.json").toString());
    }

    @Test
    void whatWasStartedIsOnTheDiskBeforeAnythingRuns() throws IOException {
        System.setProperty(Tailkeeper.HOME, folder.toString());
        Path output = folder.resolve("run");
        try {
            assertThat(execute("run", "--preset", "smoke", "--seed", "5", "--output", output.toString()))
                    .isEqualTo(1); // there is nothing to run it with
        } finally {
            System.clearProperty(Tailkeeper.HOME);
        }

        JsonNode stored = JsonMapper.builder()
                .build()
                .readTree(output.resolve("experiment.json").toFile());
        assertThat(stored.requiredAt("/experimentId").asText()).startsWith("smoke-");
        assertThat(stored.requiredAt("/command").asText())
                .isEqualTo("./tailkeeper run --preset smoke --seed 5 --output " + output);
        assertThat(stored.requiredAt("/detectors/0").asText()).isEqualTo("encoder");
        assertThat(stored.requiredAt("/runs")).hasSize(3).allSatisfy(run -> {
            byte[] written = JsonMapper.builder().build().writeValueAsBytes(run);
            RunRequested read = ContractJson.read(Topics.RUNS_REQUESTED, written);
            assertThat(read.specification().seed()).isEqualTo(5);
        });
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(execute(
                        "run",
                        "--preset",
                        "smoke",
                        "--output",
                        file.resolve("inside").toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("tailkeeper: " + file + "/inside/experiment.json cannot be written: ")
                .contains("bytes free");
    }

    @Test
    void stackThatDoesNotStartEndsWithStatus1() {
        System.setProperty(Tailkeeper.HOME, folder.toString());
        try {
            assertThat(execute("up", "--output", folder.resolve("up").toString()))
                    .isEqualTo(1);
        } finally {
            System.clearProperty(Tailkeeper.HOME);
        }
        assertThat(err.toString()).contains("quarkus-run.jar is missing; build it with ./tailkeeper test");
    }

    @Test
    void benchOfADetectorThatIsNotBuiltEndsWithStatus1() {
        System.setProperty(Tailkeeper.HOME, folder.toString());
        try {
            assertThat(execute("bench", "detector")).isEqualTo(1);
        } finally {
            System.clearProperty(Tailkeeper.HOME);
        }
        assertThat(err.toString()).contains("quarkus-run.jar is missing; build it with ./tailkeeper test");
    }

    @Test
    void benchOfKillsThatIsNotBuiltEndsWithStatus1() {
        System.setProperty(Tailkeeper.HOME, folder.toString());
        try {
            assertThat(execute("bench", "kills", "--kills", "1")).isEqualTo(1);
        } finally {
            System.clearProperty(Tailkeeper.HOME);
        }
        assertThat(err.toString()).contains("quarkus-run.jar is missing; build it with ./tailkeeper test");
    }

    @Test
    void detectorThatIsNotBuiltEndsWithStatus1() {
        System.setProperty(Tailkeeper.HOME, folder.toString());
        try {
            assertThat(execute("detector", "evaluate", "--data", ".", "--detector", "."))
                    .isEqualTo(1);
        } finally {
            System.clearProperty(Tailkeeper.HOME);
        }
        assertThat(err.toString()).contains("holds no packaged program; build it with ./tailkeeper test");
    }

    @Test
    void anEarlierDetectorIsNotWrittenOver(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("detector.json"), "{}");

        refused(
                "holds a detector already; choose another folder or remove it",
                "detector",
                "train",
                "--kind",
                "linear",
                "--data",
                "texts.jsonl",
                "--output",
                folder.toString());
    }

    private void refused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(arguments[0].isEmpty() ? execute() : execute(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Tailkeeper.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
