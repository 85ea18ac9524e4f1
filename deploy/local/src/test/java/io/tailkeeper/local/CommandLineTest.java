package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.session.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(execute("presets", "show", "--help")).isZero();
        assertThat(execute("presets", "list", "--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(execute("presets")).isZero();
        assertThat(execute("presets", "list")).isZero();
        assertThat(execute("presets", "show", "tce")).isZero();
        assertThat(out.toString()).contains("quickstart  ", "name: tce");
        assertThat(err.toString()).isEmpty();
    }

    private Path write(String rules) {
        try {
            return Files.writeString(Files.createTempFile(folder, "alerts", ".yaml"), rules);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void errorsFitIntoATerminalAndPathsStayWhole() {
        String columns = "tailkeeper.columns";
        Path missing = folder.resolve("a-folder-whose-name-is-longer-than-the-line-of-the-terminal");
        System.setProperty(columns, "50");
        try {
            assertThat(execute("samples", missing.toString(), "--arm", "a", "--generation", "1"))
                    .isEqualTo(2);
            assertThat(execute(
                            "run", "--nonsense", "with", "many", "words", "after", "it", "none", "of", "them", "known"))
                    .isEqualTo(2);
        } finally {
            String unused = System.clearProperty(columns);
        }

        assertThat(err.toString().lines())
                .contains("tailkeeper:", "  " + missing)
                .allMatch(line -> line.length() <= 50 || line.strip().indexOf(' ') < 0);
    }

    @Test
    void brokersThatDoNotAnswerLeaveNothingBehind() throws IOException {
        Path impatient = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=500\ndefault.api.timeout.ms=1000\n");
        Path output = folder.resolve("runs/one");

        int status = execute(
                "run",
                "--bootstrap",
                "127.0.0.1:1",
                "--command-config",
                impatient.toString(),
                "--output",
                output.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("the brokers at 127.0.0.1:1 do not answer");
        assertThat(output.getParent()).doesNotExist();
    }

    @Test
    void helpFitsIntoEightyColumnsWithItsColumnsAligned() {
        CommandLine commandLine = Tailkeeper.commandLine().setUsageHelpWidth(80);
        commandLine.setUsageHelpAutoWidth(false);

        List<String> lines = commandLine.getUsageMessage().lines().toList();

        assertThat(lines).isNotEmpty().allMatch(line -> line.length() <= 80);
        int column = column(lines, "run ", "Run an experiment");
        assertThat(column(lines, "test ", "Build everything")).isEqualTo(column);
        assertThat(column(lines, "conformance ", "Judge a running")).isEqualTo(column);
        assertThat(lines).filteredOn(line -> line.startsWith("  ./tailkeeper ")).hasSize(3);
        assertThat(lines.getLast()).startsWith("  ./tailkeeper COMMAND --help ");
    }

    private static int column(List<String> lines, String command, String text) {
        return lines.stream()
                .filter(line -> line.startsWith("  " + command))
                .findFirst()
                .orElseThrow()
                .indexOf(text);
    }

    @Test
    void faultsOfTheCommandLineEndWithStatus2AndOneMessage() {
        refused("unknown preset \"quikstart\"; did you mean \"quickstart\"?", "run", "--preset", "quikstart");
        refused("--preset tce and --spec a.yaml exclude each other", "run", "--preset", "tce", "--spec", "a.yaml");
        refused("--seed: \"x\" is not a whole number\n", "run", "--seed", "x");
        refused("--seeds 1,x: \"x\" is not a whole number; write seeds as 42,43,44", "run", "--seeds", "1,x");
        refused("--seeds 1,2 and seed=3 exclude each other", "run", "--seeds", "1,2", "--seed", "3");
        refused("--seeds 1,2 and seed=3 exclude each other", "run", "--seeds", "1,2", "--set", "seed=3");
        Path rules = write("rules:\n- {id: a, measure: sorrow, above: 1}\n");
        refused("--alerts /missing is not a file", "run", "--alerts", "/missing");
        refused("--alerts " + rules + ", line 2: rules[0].measure", "run", "--alerts", rules.toString());
        Path strange = write("rules:\n- {id: a, measure: bias, above: 1, arms: [nobody]}\n");
        refused("--alerts " + strange + ": rule a of alerts: there is no arm", "run", "--alerts", strange.toString());
        refused("--alerts has no meaning beside --resume", "run", "--alerts", rules.toString(), "--resume", "x");
        refused("--corpus /missing does not exist", "run", "--corpus", "/missing");
        refused("--set model=nanu: model: there is no model preset \"nanu\"", "run", "--set", "model=nanu");
        refused("--device: device \"gpu\" is unknown; give auto, cpu or cuda:N", "run", "--device", "gpu");
        refused("--detector oracle: no detector \"oracle\" is known; give encoder,", "run", "--detector", "oracle");
        refused("no detector \"far\" is known", "run", "--preset", "smoke", "--set", "selection.detector-id=far");
        refused("holds no detector (detector.json is missing)", "up", "--detector", "mine=.");
        refused("--screen . holds no detector (detector.json is missing)", "run", "--screen", ".");
        refused("the services' settings take ${ in a name", "run", "--output", "a${b}");
        refused("--allow /a${b}: the services' settings", "up", "--allow", "/a${b}");
        refused("--samples x is neither a whole number from 0 on nor", "run", "--preset", "smoke", "--samples", "x");
        refused("compare takes 2 to 26 folders of finished experiments; 1 is given", "compare", ".");
        refused("/missing holds no finished experiment", "compare", "/missing", "/missing");
        refused(
                "there is no format \"tensorbord\"; did you mean \"tensorboard\"?",
                "export",
                ".",
                "--to",
                "tensorbord");
        refused("/missing holds no finished experiment", "export", "/missing", "--to", "csv");
        refused("--start-limit 0 is out of range; at least 1", "up", "--start-limit", "0");
        refused("--pass-through is for a --screen", "up", "--pass-through", "0.5");
        refused("there is no command \"rnu\"; did you mean \"run\"?", "rnu");
        refused(
                "there is no command \"foo\"; allowed are bench, compare, conformance, detector, export, generate, presets, run,"
                        + " runs, samples, test, topics, up",
                "foo");
        refused("run has no option --presett; did you mean --preset?", "run", "--presett", "smoke");
        refused("up has no option --corpus; commands that have it: run", "up", "--corpus", "x");
        refused("up has no option --corpus=x; commands that have it: run", "up", "--corpus=x");
        refused("there is no option -x\n", "-x");
        refused("presets list has no option --colour", "presets", "list", "--colour");
        refused("run takes no \"smoke\"; its settings are options, which begin with --", "run", "smoke");
        refused("--seed has no value; write it as --seed N", "run", "--seed");
        refused("--pass-through: \"much\" is not a number", "up", "--pass-through", "much");
        refused(
                "--seed: \"99999999999999999999\" is not a whole number from -9223372036854775808 to",
                "run",
                "--seed",
                "99999999999999999999");
        refused("", "");
    }

    @Test
    void faultsOfInstallationsThatAreThereAlreadyAreToldBeforeAnythingIsAsked() throws IOException {
        String brokers = "127.0.0.1:1";
        refused("--bootstrap is missing; give HOST:PORT", "run", "--api", "http://127.0.0.1:1");
        refused("--bootstrap nine: \"nine\" is no HOST:PORT", "topics", "create", "--bootstrap", "nine");
        refused("--api here is no URL of a service", "runs", "list", "--api", "here");
        refused("--api http://[: is no URL", "run", "--bootstrap", brokers, "--api", "http://[:");
        refused(
                "--command-config /missing cannot be read",
                "run",
                "--bootstrap",
                brokers,
                "--command-config",
                "/missing");
        refused("--corpus texts is relative", "run", "--bootstrap", brokers, "--corpus", "texts");
        refused("--device has no meaning beside --bootstrap", "run", "--bootstrap", brokers, "--device", "cpu");
        refused("give the id of one detector", "run", "--bootstrap", brokers, "--detector", "mine=folder");
        refused("--partitions: 0 is out of range", "topics", "create", "--bootstrap", brokers, "--partitions", "0");
        refused("--seed has no meaning beside --resume", "run", "--resume", folder.toString(), "--seed", "1");
        refused("holds no experiment (experiment.json is missing)", "run", "--resume", folder.toString());
        Files.writeString(folder.resolve("experiment.json"), "{\"experimentId\":\"a\"}");
        refused("names no runs", "runs", "resume", folder.toString());
        Files.writeString(
                folder.resolve("experiment.json"),
                """
                {"experimentId": "a", "name": "a", "description": "", "command": "", "runs": [{}],
                 "there": {"bootstrap": "127.0.0.1:1", "api": "http://127.0.0.1:1"}}""");
        refused("holds a request that this version does not understand", "runs", "resume", folder.toString());
    }

    @Test
    void aResumedExperimentLearnsTheSameTextsOrNothing() throws IOException {
        Path corpus = Files.writeString(folder.resolve("texts.txt"), "A text that stays.\n\n".repeat(10_000));
        System.setProperty(Running.HOME, folder.toString());
        Path output = folder.resolve("run");
        try {
            assertThat(execute(
                            "run", "--preset", "smoke", "--corpus", corpus.toString(), "--output", output.toString()))
                    .isEqualTo(1); // there is nothing to run it with
        } finally {
            System.clearProperty(Running.HOME);
        }
        Files.writeString(corpus, "Another text.");

        refused(corpus + " has changed since the experiment began", "run", "--resume", output.toString());
    }

    @Test
    void folderThatIsInUseIsRefused() throws IOException {
        Files.writeString(folder.resolve("report.json"), "{}");

        refused("--output " + folder + " is not empty", "run", "--output", folder.toString());
        refused("is a file", "up", "--output", folder.resolve("report.json").toString());
    }

    @Test
    void whatWasStartedIsOnTheDiskBeforeAnythingRuns() throws IOException {
        System.setProperty(Running.HOME, folder.toString());
        Path output = folder.resolve("run");
        try {
            assertThat(execute(
                            "run", "--preset", "smoke", "--seed", "5", "--samples", "5", "--output", output.toString()))
                    .isEqualTo(1); // there is nothing to run it with
        } finally {
            System.clearProperty(Running.HOME);
        }

        JsonNode stored = JsonMapper.builder()
                .build()
                .readTree(output.resolve("experiment.json").toFile());
        assertThat(stored.requiredAt("/experimentId").asText()).startsWith("smoke-");
        assertThat(stored.requiredAt("/command").asText())
                .isEqualTo("./tailkeeper run --preset smoke --seed 5 --samples 5 --output " + output);
        assertThat(stored.requiredAt("/started/detectors/0").asText()).isEqualTo("encoder");
        assertThat(stored.requiredAt("/samples").asInt()).isEqualTo(5);
        assertThat(stored.requiredAt("/runs")).hasSize(3).allSatisfy(run -> {
            byte[] written = JsonMapper.builder().build().writeValueAsBytes(run);
            RunRequested read = ContractJson.read(Topics.RUNS_REQUESTED, written);
            assertThat(read.specification().seed()).isEqualTo(5);
        });
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsRefusedBeforeAnythingRuns() throws IOException {
        String inside =
                Files.writeString(folder.resolve("file"), "").resolve("in/side").toString();
        String refusal = " " + inside + " cannot be made, because " + folder.resolve("file") + " is not a folder";

        refused("--output" + refusal, "run", "--preset", "smoke", "--output", inside);
        refused("--output" + refusal, "up", "--output", inside);
        refused("/dev/null/x cannot be made, because /dev/null is not a folder", "run", "--output", "/dev/null/x");
        assertThat(err.toString()).doesNotContain("space", "experiment.json");
    }

    @Test
    void stackThatDoesNotStartEndsWithStatus1() {
        System.setProperty(Running.HOME, folder.toString());
        try {
            assertThat(execute("up", "--output", folder.resolve("up").toString()))
                    .isEqualTo(1);
        } finally {
            System.clearProperty(Running.HOME);
        }
        assertThat(err.toString()).contains("quarkus-run.jar is missing; build it with ./tailkeeper test");
    }

    @Test
    void aProgramThatIsNotBuiltEndsWithStatus1() {
        System.setProperty(Running.HOME, folder.toString());
        try {
            assertThat(execute("bench", "--help")).isEqualTo(1);
            assertThat(execute("detector", "evaluate", "--data", ".")).isEqualTo(1);
            assertThat(execute("conformance", "detector", "--bootstrap", "x:1")).isEqualTo(1);
        } finally {
            System.clearProperty(Running.HOME);
        }
        assertThat(err.toString()).contains("holds no packaged program; build it with ./tailkeeper test");
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
