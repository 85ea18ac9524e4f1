package io.tailkeeper.local.finished;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.export.ExportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes figures for other programs. */
@Command(
        name = "export",
        description = {
            "Write the figures of a finished experiment in the format of another program.",
            "",
            "csv is a row for each figure, parquet the same with typed columns; tensorboard are event files, a folder for each"
                    + " run; mlflow is a file store; trackio is the database of a project. The step of a figure is its"
                    + " generation. An earlier export of the same experiment is replaced."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Example:",
            "  ./tailkeeper export DIR --to tensorboard",
            "  tensorboard --logdir DIR/export/tensorboard"
        })
public final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder that everything of the experiment lies in.")
    private Path folder;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "csv, parquet, tensorboard, mlflow or trackio.")
    private String format;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "The file, or of tensorboard, mlflow and trackio the folder. Default: below export in DIR")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<String> words =
                Arrays.stream(ExportFormat.values()).map(ExportFormat::word).toList();
        ExportFormat wanted = Arrays.stream(ExportFormat.values())
                .filter(each -> each.word().equals(format))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--to: there is no format \"" + format + "\"; " + Suggestion.forWord(format, words)));
        FinishedExperiment experiment;
        try {
            experiment = FinishedExperiment.read(folder);
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Path place = (output == null ? wanted.usual(folder) : output)
                .toAbsolutePath()
                .normalize();
        PrintWriter out = spec.commandLine().getOut();
        out.println(wanted.word() + " " + wanted.export(experiment, place));
        out.flush();
        return 0;
    }
}
