package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.local.experiment.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains and evaluates detectors. */
@Command(
        name = "detector",
        description = {
            "Train a detector from labelled texts, or measure one.",
            "",
            "Data: .jsonl (one object a line: text, label \"human\" or \"machine\", optionally source, generator and origin),"
                    + " .json as Fast-DetectGPT has it, .txt (human texts, one a line), or a folder of .json and .jsonl files."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class DetectorCommand implements Runnable {

    private static final List<String> KINDS = List.of("linear", "encoder", "entropy-rate", "classifier", "likelihood");

    private static final List<String> SIDES = List.of("head", "tail");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "detector: give train or evaluate");
    }

    @Command(
            description =
                    "Fit a detector on 70 %% of the texts, calibrate it on 10 %%, report on the rest; texts of one origin"
                            + " stay together.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class,
            sortOptions = false)
    int train(
            @Option(
                            names = "--data",
                            paramLabel = "PATH",
                            required = true,
                            arity = "1..*",
                            description = "Labelled texts.")
                    List<Path> data,
            @Option(
                            names = "--output",
                            paramLabel = "DIR",
                            required = true,
                            description = "Folder for the detector, its model card and held-out.json.")
                    Path output,
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
                    String kind,
            @Option(
                            names = "--set",
                            paramLabel = "NAME=VALUE",
                            description = {
                                "classifier: model (a Hugging Face folder with model.onnx), machine-label (name or number),"
                                        + " most-tokens, side (head or tail), temperature.",
                                "likelihood: observer and performer (language models of one vocabulary), score (curvature"
                                        + " or binoculars)."
                            })
                    List<String> settings,
            @Option(
                            names = "--without",
                            paramLabel = "GENERATOR",
                            description = "Leave out what it wrote, to measure how well a generator is found that the"
                                    + " detector never saw; may be given several times.")
                    List<String> without,
            @Option(
                            names = "--least-words",
                            paramLabel = "N",
                            defaultValue = "8",
                            description = "Shorter texts are not judged but get the prior 0.5. Default: 8")
                    int leastWords,
            @Option(
                            names = "--most-characters",
                            paramLabel = "N",
                            defaultValue = "16384",
                            description = "Of longer texts one end is judged. Default: 16384")
                    int mostCharacters,
            @Option(
                            names = "--side",
                            paramLabel = "SIDE",
                            defaultValue = "head",
                            description = "Which end: head or tail. Default: head")
                    String side,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "42",
                            description = "Seed of the split and of the order of the texts. Default: 42")
                    long seed)
            throws IOException, InterruptedException {
        if (!KINDS.contains(kind)) {
            throw new ExperimentException(
                    "--kind \"" + kind + "\" is unknown; allowed are " + String.join(", ", KINDS));
        }
        OutputPlace.folder("--output", output);
        if (Files.isRegularFile(output.resolve("detector.json"))) {
            throw new ExperimentException(
                    "--output " + output + " holds a detector already; choose another folder or remove it");
        }
        if (!SIDES.contains(side)) {
            throw new ExperimentException(
                    "--side \"" + side + "\" is unknown; allowed are " + String.join(", ", SIDES));
        }
        List<String> options = new ArrayList<>(
                List.of("--kind", kind, "--seed", Long.toString(seed), "--output", output.toString(), "--side", side));
        options.addAll(List.of(
                "--least-words", Integer.toString(leastWords), "--most-characters", Integer.toString(mostCharacters)));
        addEach("--set", settings, options);
        addEach("--without", without, options);
        return run("train", data, options);
    }

    @Command(
            description =
                    "Measure a detector: AUROC, true positives at 1 and 5 %% false positives, calibration, by source, with"
                            + " bootstrap intervals. Texts it was trained on are left out.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class,
            sortOptions = false)
    int evaluate(
            @Option(
                            names = "--data",
                            paramLabel = "PATH",
                            required = true,
                            arity = "1..*",
                            description = "Labelled texts.")
                    List<Path> data,
            @Option(
                            names = "--detector",
                            paramLabel = "DIR",
                            required = true,
                            description = "Folder that detector train wrote.")
                    Path detector,
            @Option(
                            names = "--output",
                            paramLabel = "FILE",
                            description = "Write the figures and the reliability plot's bars there as JSON.")
                    Path output,
            @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the reliability plot there.")
                    Path plot)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(detector)) {
            throw new ExperimentException(
                    "--detector " + detector + " does not exist; give a folder that detector train wrote");
        }
        List<String> options = new ArrayList<>(List.of("--detector", detector.toString()));
        addFile("--output", output, options);
        addFile("--plot", plot, options);
        return run("evaluate", data, options);
    }

    private static void addEach(String option, List<String> values, List<String> options) {
        for (String value : values == null ? List.<String>of() : values) {
            options.addAll(List.of(option, value));
        }
    }

    private static void addFile(String option, Path file, List<String> options) {
        OutputPlace.requireFile(option, file);
        if (file != null) {
            options.addAll(List.of(option, file.toString()));
        }
    }

    private static int run(String command, List<Path> data, List<String> options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        for (Path path : data) {
            if (!Files.exists(path)) {
                throw new ExperimentException("--data " + path + " does not exist; give a file or folder of texts");
            }
            arguments.addAll(List.of("--data", path.toString()));
        }
        arguments.addAll(options);
        return DetectorProcess.run(arguments);
    }
}
