package io.tailkeeper.detector.program;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.tailkeeper.detector.labelled.LabelledFiles;
import io.tailkeeper.detector.labelled.OriginSet;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import io.tailkeeper.detector.text.LengthWindow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Trains and evaluates detectors: {@code train --kind KIND --seed N --output DIR --data PATH… [--least-words N]
 * [--most-characters N] [--side head|tail] [--without GENERATOR…] [--set NAME=VALUE…]} and {@code evaluate --detector DIR --data PATH… [--output
 * FILE] [--plot FILE]}. Exit status 0, or 2 when what was asked for cannot be done, with one line that says why.
 */
public final class DetectorProgram {

    private static final int USAGE = 2;
    private static final Set<String> OPTIONS = Set.of(
            "--kind",
            "--seed",
            "--output",
            "--data",
            "--detector",
            "--set",
            "--without",
            "--least-words",
            "--most-characters",
            "--side",
            "--plot");

    private final PrintStream out;

    DetectorProgram(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs a command; returns its exit status. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            ProgramArguments parsed = ProgramArguments.of(arguments, OPTIONS);
            switch (parsed.command()) {
                case "train" -> new DetectorProgram(out).train(parsed);
                case "evaluate" -> new DetectorProgram(out).evaluate(parsed);
                default ->
                    throw new DataException("\"" + parsed.command() + "\" is no command; give train or evaluate");
            }
            return 0;
        } catch (DataException | IllegalArgumentException | IOException e) {
            err.println("tailkeeper: " + e.getMessage());
            return USAGE;
        }
    }

    private void train(ProgramArguments arguments) throws IOException {
        DetectorKind kind = DetectorKind.of(arguments.value("--kind"));
        LengthWindow window = arguments.window();
        Split split = Split.seeded(arguments.wholeNumber("--seed"));
        List<LabelledText> texts = Generators.without(read(arguments), arguments.values("--without"));
        try (OnnxEncoder encoder = kind == DetectorKind.ENCODER ? OnnxEncoder.onAllCores() : null) {
            train(
                    new DetectorTraining(
                            kind,
                            Optional.ofNullable(encoder).map(OnnxEncoder::innerLayers),
                            window,
                            split,
                            arguments.settings()),
                    texts,
                    Path.of(arguments.value("--output")));
        }
    }

    /** The texts of {@code --data}; says what is read, what is skipped and why. */
    private List<LabelledText> read(ProgramArguments arguments) {
        LabelledFiles.Read read = LabelledFiles.read(arguments.paths("--data"));
        read.lines().forEach(out::println);
        return read.texts();
    }

    private void train(DetectorTraining training, List<LabelledText> texts, Path folder) throws IOException {
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
            write(folder.resolve("held-out.json"), stored, evaluation, 0);
            print(evaluation);
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

    private void evaluate(ProgramArguments arguments) throws IOException {
        try (StoredDetector stored = DetectorFolder.load(Path.of(arguments.value("--detector")))) {
            evaluate(stored, arguments);
        }
    }

    private void evaluate(StoredDetector stored, ProgramArguments arguments) throws IOException {
        List<LabelledText> all = read(arguments);
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
        print(evaluation);
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
        if (arguments.find("--output").isPresent()) {
            write(Path.of(arguments.value("--output")), stored, evaluation, all.size() - unseen.size());
        }
        if (arguments.find("--plot").isPresent()) {
            AtomicFile.write(Path.of(arguments.value("--plot")), ReliabilityPlot.of(stored, evaluation));
        }
    }

    private void print(Evaluation evaluation) {
        QualityTable.aligned(QualityTable.rows(evaluation)).forEach(out::println);
    }

    private static void write(Path file, StoredDetector stored, Evaluation evaluation, int leftOut) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.putObject("detector").put("kind", stored.kind().id()).put("version", stored.version());
        json.put("leftOut", leftOut);
        json.setAll(EvaluationJson.of(evaluation));
        AtomicFile.write(file, json.toPrettyString() + "\n");
    }
}
