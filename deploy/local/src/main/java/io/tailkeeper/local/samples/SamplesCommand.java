package io.tailkeeper.local.samples;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

    /** Width of the terminal; not set where there is none. */
    private static final String COLUMNS = "tailkeeper.columns";

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
        if (limit < 1) {
            throw new UsageException("--limit " + limit + " is out of range; at least 1");
        }
        RecordedRun run = RecordedRun.find(folder, arm, seed);
        GenerationKey key = new GenerationKey(run.runId(), generation);
        Path file = SampleFiles.file(folder, key);
        if (!Files.isRegularFile(file)) {
            throw missing(run);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (show(key, file, out) == 0) {
            out.println("none of the samples that are kept in " + file + " is of that kind");
        }
        out.flush();
        return 0;
    }

    private int show(GenerationKey key, Path file, PrintWriter out) throws IOException {
        int columns = Integer.getInteger(COLUMNS, 0);
        SamplesView view = new SamplesView(out, key, columns > 0 ? columns : USUAL_COLUMNS);
        int shown = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && shown < limit; line = lines.readLine()) {
                SampleLine sample = SampleLine.read(line);
                if (sample instanceof SampleLine.Pooled pooled && !sideBySide && wanted(pooled)) {
                    view.show(pooled);
                    shown++;
                } else if (sample instanceof SampleLine.Pair pair && sideBySide) {
                    view.show(pair, generation);
                    shown++;
                }
            }
        }
        return shown;
    }

    private boolean wanted(SampleLine.Pooled sample) {
        return human == (sample.source() == Provenance.Source.HUMAN)
                && (!kept || sample.kept())
                && (!dropped || !sample.kept());
    }

    private UsageException missing(RecordedRun run) {
        Path samples = SampleFiles.of(folder, run.runId());
        return new UsageException(
                Files.isDirectory(samples)
                        ? "--generation " + generation + ": no samples of it are in " + samples
                        : "no samples of run " + run.runId() + " are in " + folder
                                + "; they are written when every run of"
                                + " an experiment is over, unless it was started with --samples 0");
    }
}
