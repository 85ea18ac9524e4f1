package io.tailkeeper.detector.program;

import io.tailkeeper.detector.CalibratedDetector;
import io.tailkeeper.detector.Discrimination;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.LengthWindow;
import io.tailkeeper.detector.Logit;
import io.tailkeeper.detector.PlattCalibration;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearTraining;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Makes a calibrated detector from labelled texts: fitted on one part; its form chosen, calibrated and given thresholds on
 * another; the third is not touched.
 *
 * @param kind of the detector
 * @param window of a text that is judged; texts too short for it teach nothing
 * @param split of the texts
 * @param settings of a pretrained detector by name, as they were given; no others have any
 */
record DetectorTraining(DetectorKind kind, LengthWindow window, Split split, Map<String, String> settings) {

    /** Fewest texts of a class in a part. */
    private static final int LEAST = 20;

    /** @throws DataException when there are too few texts, or the settings do not suit the kind */
    CalibratedDetector fit(List<LabelledText> texts) throws IOException {
        if (!kind.isPretrained() && !settings.isEmpty()) {
            throw new DataException(
                    "--set is for classifier and likelihood; a " + kind.id() + " detector has no settings");
        }
        List<LabelledText> fit = windows(Split.Part.FIT, texts);
        List<LabelledText> calibration = windows(Split.Part.CALIBRATION, texts);
        boolean[] truth = new boolean[calibration.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = calibration.get(i).machineWritten();
        }
        TextDetector detector =
                switch (kind) {
                    case LINEAR -> linear(fit, calibration, truth);
                    case ENTROPY_RATE -> entropyRate(fit, calibration, truth);
                    case CLASSIFIER, LIKELIHOOD ->
                        PretrainedDetector.open(
                                kind, PretrainedDetectors.of(kind).describe(settings, fit));
                };
        return new CalibratedDetector(window, detector, PlattCalibration.fit(logits(detector, calibration), truth));
    }

    private LinearDetector linear(List<LabelledText> fit, List<LabelledText> calibration, boolean[] truth) {
        return LinearTraining.seeded(split.seed())
                .fit(fit, detector -> Discrimination.auroc(logits(detector, calibration), truth));
    }

    private static EntropyRateDetector entropyRate(
            List<LabelledText> fit, List<LabelledText> calibration, boolean[] truth) {
        EntropyRateDetector oneSided = EntropyRateDetector.fit(fit, false);
        EntropyRateDetector twoSided = EntropyRateDetector.fit(fit, true);
        return loss(logits(twoSided, calibration), truth) < loss(logits(oneSided, calibration), truth)
                ? twoSided
                : oneSided;
    }

    private static double loss(double[] logits, boolean[] truth) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += Logit.crossEntropy(logits[i], truth[i]);
        }
        return loss;
    }

    private static double[] logits(TextDetector detector, List<LabelledText> texts) {
        return texts.parallelStream()
                .mapToDouble(text -> detector.logit(text.text()))
                .toArray();
    }

    private List<LabelledText> windows(Split.Part part, List<LabelledText> texts) {
        List<LabelledText> windows = split.of(texts, part).parallelStream()
                .filter(text -> !window.of(text.text()).tooShort())
                .map(text -> new LabelledText(
                        window.of(text.text()).text(), text.machineWritten(), text.source(), text.origin()))
                .toList();
        long machine = windows.stream().filter(LabelledText::machineWritten).count();
        if (Math.min(machine, windows.size() - machine) < LEAST) {
            throw new DataException("too few texts: the part for " + part + " has " + (windows.size() - machine)
                    + " human and " + machine + " machine-written ones of at least " + window.leastWords()
                    + " words, and needs " + LEAST + " of each; give more data");
        }
        return windows;
    }
}
