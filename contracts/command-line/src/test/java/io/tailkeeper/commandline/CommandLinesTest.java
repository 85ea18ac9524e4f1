package io.tailkeeper.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A program with two commands. */
    @Command(
            name = "tailkeeper tool",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class,
            subcommands = {Draw.class, Fail.class})
    static final class Tool {}

    /** One that has options. */
    @Command(name = "draw", mixinStandardHelpOptions = true)
    static final class Draw implements Callable<Integer> {

        @Option(names = "--number", paramLabel = "N")
        int number;

        @Option(names = "--share", paramLabel = "SHARE")
        double share;

        @Override
        public Integer call() {
            return 0;
        }
    }

    /** One that fails in the way that is asked for. */
    @Command(name = "fail")
    static final class Fail implements Callable<Integer> {

        @Option(names = "--how", required = true)
        String how;

        @Override
        public Integer call() throws Exception {
            throw switch (how) {
                case "usage" -> new UsageException("--how cannot be done");
                case "disk" -> new NoSuchFileException("/data/x");
                case "interrupted" -> new CancellationException();
                case "told" -> new UnsupportedOperationException("the engine is away");
                case "file" -> new FileNotFoundException("y");
                default -> new IllegalStateException("a fault of the program");
            };
        }
    }

    /** Wherever a line ends: a break behind the dot of a name makes two wrong words of it. */
    @Test
    void helpBreaksNoNameBehindItsDot() {
        for (int length = 1; length <= 60; length++) {
            CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create()
                    .name("tailkeeper")
                    .addOption(CommandLine.Model.OptionSpec.builder("--preset")
                            .description(
                                    "w".repeat(length) + " of .json, .ndjson (./tailkeeper presets) and ./tailkeeper"
                                            + " presets, which lists .parquet.")
                            .build());

            String help = CommandLines.of(spec, Map.of()).getUsageMessage();

            assertThat(help.replaceAll("\\s+", " "))
                    .contains(
                            " of .json, .ndjson (./tailkeeper presets) and ./tailkeeper presets, which lists .parquet.");
            assertThat(help.lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(80));
        }
    }

    private int execute(String... arguments) {
        err.getBuffer().setLength(0);
        CommandLine commandLine = CommandLines.of(
                new Tool(),
                Map.of(UnsupportedOperationException.class, 3, CancellationException.class, CommandLines.INTERRUPTED));
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void refused(String message, String... arguments) {
        assertThat(execute(arguments)).as(message).isEqualTo(CommandLines.USAGE);
        assertThat(err.toString()).startsWith("tailkeeper: " + message).contains("--help says more");
    }

    @Test
    void aWrongCommandLineIsOneLineWithWhatWasMeant() {
        refused("there is no command \"tool drwa\"; did you mean \"draw\"?", "drwa");
        refused("there is no command \"tool nothing\"; allowed are draw, fail", "nothing");
        refused("tool draw has no option --numbre; did you mean --number?", "draw", "--numbre", "3");
        refused(
                "tool fail has no option --share=1; commands that have it: tool draw",
                "fail",
                "--how",
                "x",
                "--share=1");
        refused("tool draw has no option -x", "draw", "-x");
        refused("tool draw takes no \"word\"; its settings are options, which begin with --", "draw", "word");
        refused("--number: \"x\" is not a whole number", "draw", "--number", "x");
        refused(
                "--number: \"3000000000\" is not a whole number from -2147483648 to 2147483647",
                "draw",
                "--number",
                "3000000000");
        refused("--share: \"half\" is not a number", "draw", "--share", "half");
        refused("--number has no value; write it as --number N", "draw", "--number");
        refused("Missing required option: '--how=<how>'", "fail");
    }

    @Test
    void eachEndHasItsStatus() {
        assertThat(execute("draw", "--number", "3")).isZero();
        assertThat(execute("fail", "--how", "usage")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("tailkeeper: --how cannot be done\n");
        assertThat(execute("fail", "--how", "interrupted")).isEqualTo(130);
        assertThat(err.toString()).isEmpty();
        assertThat(execute("fail", "--how", "told")).isEqualTo(3);
        assertThat(err.toString()).isEqualTo("tailkeeper: the engine is away\n");
        assertThat(execute("fail", "--how", "disk")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("tailkeeper: ")
                .contains("/data/x")
                .doesNotContain("\tat ");
        assertThat(execute("fail", "--how", "file")).isEqualTo(1);
        assertThat(execute("fail", "--how", "fault")).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException: a fault of the program", "\tat ");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).startsWith("Usage: tailkeeper tool").contains("draw", "fail");
        assertThat(execute("--version")).isZero();
        assertThat(execute("draw", "--help")).isZero();
        assertThat(out.toString()).contains("tailkeeper ", "Usage: tailkeeper tool draw");
    }
}
