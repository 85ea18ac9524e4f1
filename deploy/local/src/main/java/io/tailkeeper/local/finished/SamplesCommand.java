package io.tailkeeper.local.finished;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.local.samples.StoredSamples;
import io.tailkeeper.report.text.LineWidth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what models wrote. */
@Command(
        name = "samples",
        description = {
            "Show what the models of a run wrote.",
            "",
            "Without --side-by-side, text of the pool that a generation was trained from, which the model before it wrote:"
                    + " the detector's probability q of being machine-written, and whether it was kept, how often it was"
                    + " learned and with what weight. With --side-by-side, what the generation's own model wrote after a"
                    + " prompt, beside the human continuation of the same prompt. That text is of a calibration set, which"
                    + " no model learns from.",
            "",
            "run --samples says how many of each generation are kept."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  ./tailkeeper samples tailkeeper-runs/quickstart-1129-1830-x7a --arm protected",
            "      --generation 3 --dropped",
            "  ./tailkeeper samples DIR --arm synthetic-only --generation 4 --side-by-side"
        })
public final class SamplesCommand implements Callable<Integer> {

    private static final int USUAL_COLUMNS = 80;

    @Parameters(paramLabel = "DIR", description = "The folder that everything of the experiment lies in.")
    private Path folder;

    @Option(names = "--arm", required = true, paramLabel = "ARM", description = "Arm of the run.")
    private String arm;

    @Option(names = "--generation", required = true, paramLabel = "N", description = "Generation, from 0.")
    private int generation;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the run, where there are several. Default: the first")
    private @Nullable Long seed;

    @Option(names = "--side-by-side", description = "The model's text beside the human continuation, in two columns.")
    private boolean sideBySide;

    @Option(names = "--kept", description = "Only what was learned.")
    private boolean kept;

    @Option(names = "--dropped", description = "Only what was not.")
    private boolean dropped;

    @Option(names = "--human", description = "Human text of the pool, instead of the model's.")
    private boolean human;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 10")
    private int limit = 10;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (kept && dropped) {
            throw new UsageException("--kept and --dropped exclude each other; leave both out for all");
        }
        if (sideBySide && (kept || dropped || human)) {
            throw new UsageException(
                    "--side-by-side shows text of a calibration set, which is neither kept nor dropped; leave "
                            + (kept ? "--kept" : dropped ? "--dropped" : "--human") + " out");
        }
        if (generation < 0) {
            throw new UsageException("--generation " + generation + " is out of range; at least 0");
        }
        if (limit < 1) {
            throw new UsageException("--limit " + limit + " is out of range; at least 1");
        }
        StoredSamples samples = StoredSamples.of(folder, arm, seed, generation);
        int columns = LineWidth.ofTerminal();
        PrintWriter out = spec.commandLine().getOut();
        int shown = samples.show(
                new StoredSamples.Wanted(sideBySide, human, kept, dropped, limit),
                out,
                columns > 0 ? columns : USUAL_COLUMNS);
        if (shown == 0) {
            out.println("none of the samples that are kept in " + samples.file() + " is of that kind");
        }
        out.flush();
        return 0;
    }
}
