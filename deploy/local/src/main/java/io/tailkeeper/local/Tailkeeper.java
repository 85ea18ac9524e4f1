package io.tailkeeper.local;

import io.tailkeeper.contracts.AtomicFile;
import io.tailkeeper.local.experiment.ExperimentException;
import io.tailkeeper.local.experiment.FileNames;
import io.tailkeeper.local.stack.StackException;
import io.tailkeeper.local.stack.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The tailkeeper program. */
@Command(
        name = "tailkeeper",
        description = "Keeps recursively trained language models from collapsing.",
        mixinStandardHelpOptions = true,
        versionProvider = Tailkeeper.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            UpCommand.class,
            PresetsCommand.class,
            GenerateCommand.class,
            BenchCommand.class,
            DetectorCommand.class,
            ConformanceCommand.class
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

    /** The root of the repository, where the packaged services lie; the shell script sets it. */
    static final String HOME = "tailkeeper.home";

    /** Width of the terminal; not set where there is none. */
    static final String COLUMNS = "tailkeeper.columns";

    /** What a command asks for cannot be done as it stands. */
    static final int USAGE = 2;

    /** Ctrl-C, as a shell has it. */
    private static final int INTERRUPTED = 130;

    private Tailkeeper() {}

    public static void main(String[] arguments) {
        Optional<String> fault = FileNames.fault(
                List.of(arguments),
                Path.of(System.getProperty(HOME, "")),
                Path.of("").toAbsolutePath());
        if (fault.isPresent()) {
            System.err.println("tailkeeper: " + fault.get());
            System.exit(USAGE);
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Tailkeeper())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((failure, arguments) -> {
                    CommandLine command = failure.getCommandLine();
                    command.getErr().println("tailkeeper: " + UsageFault.of(failure));
                    command.getErr().println("./" + command.getCommandSpec().qualifiedName() + " --help tells more");
                    return USAGE;
                })
                .setExecutionExceptionHandler((failure, command, result) -> report(failure, command.getErr()));
        // Without a command there is nothing to do but to say what can be done.
        commandLine.setExecutionStrategy(parsed -> {
            if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
                parsed.commandSpec()
                        .commandLine()
                        .usage(parsed.commandSpec().commandLine().getErr());
                return USAGE;
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof ExperimentException) {
            err.println("tailkeeper: " + failure.getMessage());
            return USAGE;
        }
        if (failure instanceof StoppedException) {
            err.println("tailkeeper: " + failure.getMessage());
            return INTERRUPTED;
        }
        if (failure instanceof StackException) {
            err.println("tailkeeper: " + failure.getMessage());
        } else if (failure instanceof IOException refused) {
            err.println("tailkeeper: " + AtomicFile.words(refused));
        } else {
            failure.printStackTrace(err);
        }
        return 1;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Tailkeeper.class.getPackage().getImplementationVersion();
            return new String[] {"tailkeeper " + (version == null ? "(not packaged)" : version)};
        }
    }
}
