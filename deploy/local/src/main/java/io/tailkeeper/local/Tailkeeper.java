package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.experiment.inputs.FileNames;
import io.tailkeeper.local.finished.CompareCommand;
import io.tailkeeper.local.finished.ExportCommand;
import io.tailkeeper.local.finished.SamplesCommand;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.StoppedException;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.text.LineWidth;
import io.tailkeeper.report.text.Paragraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The tailkeeper program. */
@Command(
        name = "tailkeeper",
        description = "Keeps recursively trained language models from collapsing.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            UpCommand.class,
            SamplesCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            RunsCommand.class,
            TopicsCommand.class,
            PresetsCommand.class,
            ProgramCommand.Generate.class,
            ProgramCommand.Bench.class,
            ProgramCommand.Detector.class,
            ProgramCommand.Conformance.class
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "  test         Build everything and pass every test; further arguments go to",
            "                 Maven.",
            "",
            "To begin with:",
            "  ./tailkeeper run                     the quickstart experiment, in minutes",
            "  ./tailkeeper run --corpus my-texts/  the same on your own text",
            "  ./tailkeeper COMMAND --help          what a command can do"
        })
public final class Tailkeeper {

    private Tailkeeper() {}

    public static void main(String[] arguments) {
        Optional<String> fault = FileNames.fault(
                List.of(arguments),
                Path.of(System.getProperty(Running.HOME, "")),
                Path.of("").toAbsolutePath());
        if (fault.isPresent()) {
            System.err.println(fitted("tailkeeper: " + fault.get()));
            System.exit(CommandLines.USAGE);
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return CommandLines.of(
                new Tailkeeper(),
                Map.of(StoppedException.class, CommandLines.INTERRUPTED, ProcessException.class, CommandLines.FAILED),
                Tailkeeper::fitted);
    }

    private static String fitted(String error) {
        return Paragraph.fitted(error, LineWidth.ofTerminal());
    }
}
