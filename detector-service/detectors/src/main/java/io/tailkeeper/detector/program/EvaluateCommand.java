package io.tailkeeper.detector.program;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.evaluation.Bootstrap;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.JudgedText;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a detector on texts that it was not trained on. */
@Command(
        name = "evaluate",
        description =
                "Measure a detector: AUROC, true positives at 1 and 5 %% false positives, calibration, by source, with"
                        + " bootstrap intervals. Texts it was trained on are left out.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "PATH", required = true, arity = "1..*", description = "Labelled texts.")
    private List<Path> data;

    @Option(
            names = "--detector",
            paramLabel = "DIR",
            required = true,
            description = "Folder that detector train wrote.")
    private Path detector;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the figures and the reliability plot's bars there as JSON.")
    private @Nullable Path output;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the reliability plot there.")
    private @Nullable Path plot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(detector)) {
            throw new UsageException(
                    "--detector " + detector + " does not exist; give a folder that detector train wrote");
        }
        OutputPlace.requireFile("--output", output);
        OutputPlace.requireFile("--plot", plot);
        try (StoredDetector stored = DetectorFolder.load(detector)) {
            evaluate(stored, spec.commandLine().getOut());
        }
        return 0;
    }

    private void evaluate(StoredDetector stored, PrintWriter out) throws IOException {
        List<LabelledText> all = DetectorOutput.read(data, out);
        List<LabelledText> unseen = all.stream()
                .filter(text -> !stored.seen().contains(text.origin()))
                .toList();
        if (unseen.isEmpty()) {
            throw new DataException(
                    all.isEmpty()
                            ? "the data hold no text; give some"
                            : "the detector was trained on every one of these texts; give others");
        }
        List<JudgedText> judged = Evaluation.judge(stored.detector(), unseen);
        Evaluation evaluation = Evaluation.of(judged, stored.thresholds(), Bootstrap.DEFAULT);
        DetectorOutput.print(evaluation, out);
        if (all.size() > unseen.size()) {
            out.printf(
                    "%,d texts whose human text the detector was trained on are left out%n",
                    all.size() - unseen.size());
        }
        if (evaluation.overall().tooShort() > 0) {
            out.printf(
                    "%,d texts are too short to judge and have the prior%n",
                    evaluation.overall().tooShort());
        }
        if (output != null) {
            DetectorOutput.write(output, stored, evaluation, all.size() - unseen.size());
        }
        if (plot != null) {
            AtomicFile.write(plot, ReliabilityPlot.of(stored, evaluation));
        }
    }
}
