package io.tailkeeper.detector.program;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.labelled.Generators;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import io.tailkeeper.detector.text.LengthWindow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        if (DescriptionFile.isIn(output)) {
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
            new TrainingRun(training, output, out).train(texts);
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
}
