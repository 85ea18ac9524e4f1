package io.tailkeeper.bench;

import io.tailkeeper.bench.kills.KillsCommand;
import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.local.stack.StoppedException;
import io.tailkeeper.process.ProcessException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: measures speed and exactness. */
@Command(
        name = "tailkeeper bench",
        description = {"Measure speed, as a ratio to a reference of the same process, and exactness."},
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            TrainerCommand.class,
            GeneratorCommand.class,
            ResumeCommand.class,
            DetectorCommand.class,
            MemoryCommand.class,
            MetricsCommand.class,
            FuzzCommand.class,
            KillsCommand.class
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nBenches, each with options of its own:%n")
public final class BenchCommand {

    private BenchCommand() {}

    /** Measures, on this terminal. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line. */
    public static CommandLine commandLine() {
        return CommandLines.of(
                new BenchCommand(),
                Map.of(
                        ProcessException.class, CommandLines.FAILED,
                        CheckpointException.class, CommandLines.FAILED,
                        StoppedException.class, CommandLines.INTERRUPTED));
    }
}
