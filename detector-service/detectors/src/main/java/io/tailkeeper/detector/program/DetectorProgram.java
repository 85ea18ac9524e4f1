package io.tailkeeper.detector.program;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: trains and evaluates detectors. Exit status 0, or 2 when what was asked for cannot be done. */
@Command(
        name = "tailkeeper detector",
        description = {
            "Train a detector from labelled texts, or measure one.",
            "",
            "Data: .jsonl (one object a line: text, label \"human\" or \"machine\", optionally source, generator and origin),"
                    + " .json as Fast-DetectGPT has it, .txt (human texts, one a line), or a folder of .json and .jsonl files."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrainCommand.class, EvaluateCommand.class})
public final class DetectorProgram {

    private DetectorProgram() {}

    /** Trains or evaluates, on this terminal. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line. */
    public static CommandLine commandLine() {
        return CommandLines.of(
                new DetectorProgram(),
                Map.of(
                        DataException.class, CommandLines.USAGE,
                        IllegalArgumentException.class, CommandLines.USAGE,
                        IOException.class, CommandLines.USAGE));
    }
}
