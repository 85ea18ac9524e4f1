package io.tailkeeper.detector.program;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.Experts;
import io.tailkeeper.detector.evaluation.Bootstrap;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.JudgedText;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.Generators;
import io.tailkeeper.detector.labelled.OriginSet;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import io.tailkeeper.detector.text.LengthWindow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits, calibrates and measures a detector. */
@Command(
        name = "train",
        description =
                "Fit a detector on 70 %% of the texts, calibrate it on 10 %%, report on the rest; texts of one origin stay"
                        + " together.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "PATH", required = true, arity = "1..*", description = "Labelled texts.")
    private List<Path> data;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Folder for the detector, its model card and held-out.json.")
    private Path output;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "encoder",
            description = {
                "encoder, linear, entropy-rate, classifier or likelihood. Default: encoder",
                "encoder reads the inner states of a small language model and what linear reads: words and characters;"
                        + " entropy-rate how soon a text repeats itself.",
                "The last two are models from elsewhere, which the texts only calibrate; --set says which."
            })
    private String kind;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "classifier: model (a Hugging Face folder with model.onnx), machine-label (name or number), most-tokens,"
                        + " side (head or tail), temperature.",
                "likelihood: observer and performer (language models of one vocabulary), score (curvature or binoculars)."
            })
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "GENERATOR",
            description =
                    "Leave out what it wrote, to measure how well a generator is found that the detector never saw;"
                            + " may be given several times.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--least-words",
            paramLabel = "N",
            defaultValue = "8",
            description = "Shorter texts are not judged but get the prior 0.5. Default: 8")
    private int leastWords;

    @Option(
            names = "--most-characters",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Of longer texts one end is judged. Default: 16384")
    private int mostCharacters;

    @Option(
            names = "--side",
            paramLabel = "SIDE",
            defaultValue = "head",
            description = "Which end: head or tail. Default: head")
    private String side;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the split and of the order of the texts. Default: 42")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DetectorKind chosen = DetectorKind.of(kind);
        LengthWindow window = new LengthWindow(leastWords, mostCharacters, end(side), LengthWindow.DEFAULT.prior());
        Map<String, String> named = named(settings);
        OutputPlace.folder("--output", output);
        if (Files.isRegularFile(output.resolve("detector.json"))) {
            throw new UsageException(
                    "--output " + output + " holds a detector already; choose another folder or remove it");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<LabelledText> texts = Generators.without(DetectorOutput.read(data, out), without);
        try (OnnxEncoder encoder = chosen == DetectorKind.ENCODER ? OnnxEncoder.onAllCores() : null) {
            DetectorTraining training = new DetectorTraining(
                    chosen,
                    Optional.ofNullable(encoder).map(OnnxEncoder::innerLayers),
                    window,
                    Split.seeded(seed),
                    named);
            train(training, texts, output, out);
        }
        return 0;
    }

    private static LengthWindow.Side end(String word) {
        return switch (word) {
            case "head" -> LengthWindow.Side.HEAD;
            case "tail" -> LengthWindow.Side.TAIL;
            default -> throw new UsageException("--side " + word + " is no end of a text; give head or tail");
        };
    }

    /** The values of {@code --set} by name. */
    private static Map<String, String> named(List<String> settings) {
        Map<String, String> named = new TreeMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1 || named.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                throw new UsageException("--set " + setting + " is no NAME=VALUE, or its name is given twice");
            }
        }
        return named;
    }

    private static void train(DetectorTraining training, List<LabelledText> texts, Path folder, PrintWriter out)
            throws IOException {
        out.printf(
                "%,d texts read; fitting a detector of kind %s%n",
                texts.size(), training.kind().id());
        Split split = training.split();
        Experts<CalibratedDetector> trained = training.fit(texts);
        CalibratedDetector detector = trained.detector();
        DecisionThresholds thresholds =
                DecisionThresholds.of(Evaluation.judge(detector, split.of(texts, Split.Part.CALIBRATION)));
        List<String> seen = texts.stream()
                .map(LabelledText::origin)
                .filter(origin -> split.part(origin) != Split.Part.HELD_OUT)
                .toList();
        List<LabelledText> heldOut = split.of(texts, Split.Part.HELD_OUT);
        if (heldOut.isEmpty()) {
            throw new DataException("no text is left to hold out; give more data");
        }
        List<JudgedText> judged = Evaluation.judge(detector, heldOut);
        Evaluation evaluation = Evaluation.of(judged, thresholds, Bootstrap.DEFAULT);
        try (StoredDetector stored = DetectorFolder.save(detector, thresholds, OriginSet.of(seen), folder)) {
            List<JudgedText> raw = judged.stream()
                    .map(text -> text.without(detector.calibration()))
                    .toList();
            double before = Evaluation.of(raw, thresholds, new Bootstrap(0, 0.95, 0))
                    .overall()
                    .quality()
                    .value()
                    .calibrationError();
            AtomicFile.write(
                    folder.resolve(ModelCard.FILE),
                    new ModelCard(stored, trained.generators(), texts, split, before, evaluation).text());
            DetectorOutput.write(folder.resolve("held-out.json"), stored, evaluation, 0);
            DetectorOutput.print(evaluation, out);
            double auroc = evaluation.overall().quality().low().auroc();
            if (!(auroc > 0.5)) {
                out.printf(
                        Locale.ROOT,
                        "no better than chance on the held-out texts (AUROC %.3f, its interval begins at %.3f)%n",
                        evaluation.overall().quality().value().auroc(),
                        auroc);
            }
            out.println(training.kind().id() + " detector " + stored.version() + " written to " + folder);
        }
    }
}
