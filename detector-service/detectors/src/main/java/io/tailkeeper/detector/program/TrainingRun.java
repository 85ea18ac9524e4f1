package io.tailkeeper.detector.program;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.Experts;
import io.tailkeeper.detector.evaluation.Bootstrap;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.JudgedText;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.OriginSet;
import io.tailkeeper.detector.labelled.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One training from texts to a folder: fits and calibrates the detector, measures it on what was held out, and writes it with
 * its model card and those figures.
 *
 * @param training how the detector is made
 * @param folder for the detector
 * @param out is told how it goes and how well
 */
record TrainingRun(DetectorTraining training, Path folder, PrintWriter out) {

    /** @throws DataException when the texts are too few, or do not suit the training */
    void train(List<LabelledText> texts) throws IOException {
        out.printf(
                "%,d texts read; fitting a detector of kind %s%n",
                texts.size(), training.kind().id());
        Split split = training.split();
        Experts<CalibratedDetector> trained = training.fit(texts);
        CalibratedDetector detector = trained.detector();
        DecisionThresholds thresholds =
                DecisionThresholds.of(Evaluation.judge(detector, split.of(texts, Split.Part.CALIBRATION)));
        List<LabelledText> heldOut = split.of(texts, Split.Part.HELD_OUT);
        if (heldOut.isEmpty()) {
            throw new DataException("no text is left to hold out; give more data");
        }
        List<JudgedText> judged = Evaluation.judge(detector, heldOut);
        Evaluation evaluation = Evaluation.of(judged, thresholds, Bootstrap.DEFAULT);
        try (StoredDetector stored = DetectorFolder.save(detector, thresholds, seen(texts), folder)) {
            ModelCard card =
                    new ModelCard(stored, trained.generators(), texts, split, uncalibrated(judged, stored), evaluation);
            AtomicFile.write(folder.resolve(ModelCard.FILE), card.text());
            DetectorOutput.write(folder.resolve("held-out.json"), stored, evaluation, 0);
            report(evaluation);
            out.println(training.kind().id() + " detector " + stored.version() + " written to " + folder);
        }
    }

    /** The origins of what was fitted or calibrated on. */
    private OriginSet seen(List<LabelledText> texts) {
        return OriginSet.of(texts.stream()
                .map(LabelledText::origin)
                .filter(origin -> training.split().part(origin) != Split.Part.HELD_OUT)
                .toList());
    }

    /** The expected calibration error of a detector without its calibration. */
    private static double uncalibrated(List<JudgedText> judged, StoredDetector stored) {
        List<JudgedText> raw = judged.stream()
                .map(text -> text.without(stored.detector().calibration()))
                .toList();
        return Evaluation.of(raw, stored.thresholds(), new Bootstrap(0, 0.95, 0))
                .overall()
                .quality()
                .value()
                .calibrationError();
    }

    private void report(Evaluation evaluation) {
        DetectorOutput.print(evaluation, out);
        double auroc = evaluation.overall().quality().low().auroc();
        if (!(auroc > 0.5)) {
            out.printf(
                    Locale.ROOT,
                    "no better than chance on the held-out texts (AUROC %.3f, its interval begins at %.3f)%n",
                    evaluation.overall().quality().value().auroc(),
                    auroc);
        }
    }
}
