package io.tailkeeper.local.finished;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.report.Comparison;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.text.LineWidth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares experiments. */
@Command(
        name = "compare",
        description = {
            "Compare finished experiments.",
            "",
            "Prints what differs in their settings and a table by arm, means over seeds, and writes a page with the curves"
                    + " over each other."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Example:",
            "  ./tailkeeper compare tailkeeper-runs/quickstart-1129-1830-x7a",
            "      tailkeeper-runs/quickstart-1130-0915-b02"
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int MOST = 26; // each has a letter

    @Parameters(paramLabel = "DIR", description = "The folders that everything of the experiments lies in.")
    private List<Path> folders = List.of();

    @Option(names = "--output", paramLabel = "FILE", description = "The page. Default: comparison.html")
    private Path output = Path.of("comparison.html");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (folders.size() < 2 || folders.size() > MOST) {
            throw new UsageException("compare takes 2 to " + MOST + " folders of finished experiments; "
                    + folders.size() + (folders.size() == 1 ? " is" : " are") + " given");
        }
        if (Files.exists(output) && !Files.isRegularFile(output)) {
            throw new UsageException("--output " + output + " is no file; give the name of a page");
        }
        refuseTwice();
        Comparison comparison = new Comparison(read());
        int width = LineWidth.here();
        PrintWriter out = spec.commandLine().getOut();
        for (List<String> part : List.of(comparison.legend(), comparison.differences(width), comparison.lines(width))) {
            part.forEach(line -> out.println(ForeignText.plain(line))); // values of a file that others may have written
            out.println();
        }
        out.println("page " + AtomicFile.write(output.toAbsolutePath().normalize(), comparison.html()));
        out.flush();
        return 0;
    }

    /** An experiment beside itself differs in nothing: somebody meant another folder. */
    private void refuseTwice() throws IOException {
        Map<Path, Path> seen = new HashMap<>();
        for (Path folder : folders.stream().filter(Files::exists).toList()) {
            Path before = seen.putIfAbsent(folder.toRealPath(), folder);
            if (before != null) {
                throw new UsageException("compare was given one folder twice: "
                        + (before.equals(folder) ? folder : before + " and " + folder + " are the same")
                        + "; give folders of different experiments");
            }
        }
    }

    private List<FinishedExperiment> read() {
        List<FinishedExperiment> experiments = new ArrayList<>();
        for (Path folder : folders) {
            try {
                experiments.add(FinishedExperiment.read(folder));
            } catch (IOException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
        return experiments;
    }
}
