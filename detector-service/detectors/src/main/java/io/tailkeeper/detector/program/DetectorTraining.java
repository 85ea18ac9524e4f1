package io.tailkeeper.detector.program;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.Experts;
import io.tailkeeper.detector.calibration.Logit;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.encoder.EncoderTraining;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.ngram.LinearTraining;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.measures.RocCurve;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a calibrated detector from labelled texts: fitted on one part; its form chosen, calibrated and given thresholds on
 * another; the third is not touched.
 *
 * @param kind of the detector
 * @param encoder for the kinds that need one; not closed here
 * @param window of a text that is judged; texts too short for it teach nothing
 * @param split of the texts
 * @param settings of a pretrained detector by name, as they were given; no others have any
 */
record DetectorTraining(
        DetectorKind kind, Optional<Encoder> encoder, LengthWindow window, Split split, Map<String, String> settings) {

    /** Fewest texts of a class in a part. */
    private static final int MIN = 20;

    /** Relative difference that single precision makes. */
    private static final double SAME = 1e-6;

    /** Standard errors. */
    private static final double SURE = 3;

    /** @throws DataException when there are too few texts, or the settings do not suit the kind */
    Experts<CalibratedDetector> fit(List<LabelledText> texts) throws IOException {
        if (!kind.isPretrained() && !settings.isEmpty()) {
            throw new DataException(
                    "--set is for classifier and likelihood; a " + kind.id() + " detector has no settings");
        }
        requireBothClasses(texts);
        List<LabelledText> fit = windows(Split.Part.FIT, texts);
        List<LabelledText> calibration = windows(Split.Part.CALIBRATION, texts);
        boolean[] truth = LabelledText.truth(calibration);
        Experts<? extends TextDetector> trained =
                switch (kind) {
                    case LINEAR -> LinearTraining.seeded(split.seed()).fit(fit, calibration);
                    case ENTROPY_RATE -> new Experts<>(entropyRate(fit, calibration, truth), List.of());
                    case ENCODER -> EncoderTraining.seeded(split.seed()).fit(encoder.orElseThrow(), fit, calibration);
                    case CLASSIFIER, LIKELIHOOD ->
                        new Experts<>(
                                PretrainedDetector.open(
                                        kind, PretrainedDetectors.of(kind).describe(settings, fit)),
                                List.of());
                };
        double[] logits = LabelledText.logits(trained.detector(), calibration);
        requireDifferences(logits);
        requireRightWayRound(logits, truth);
        PlattCalibration platt = PlattCalibration.fit(logits, truth);
        if (platt.slope() == 0) {
            throw new DataException(
                    "the detector is no better than chance: what it says of a text has nothing to do with"
                            + " who wrote it. Give texts whose two kinds differ, or another detector");
        }
        return new Experts<>(new CalibratedDetector(window, trained.detector(), platt), trained.generators());
    }

    private static EntropyRateDetector entropyRate(
            List<LabelledText> fit, List<LabelledText> calibration, boolean[] truth) {
        EntropyRateDetector oneSided = EntropyRateDetector.fit(fit, false);
        EntropyRateDetector twoSided = EntropyRateDetector.fit(fit, true);
        return loss(LabelledText.logits(twoSided, calibration), truth)
                        < loss(LabelledText.logits(oneSided, calibration), truth)
                ? twoSided
                : oneSided;
    }

    /** What says the same of every text cannot be calibrated. */
    private void requireDifferences(double[] logits) {
        double least = Arrays.stream(logits).min().orElse(0);
        double most = Arrays.stream(logits).max().orElse(0);
        if (!Double.isFinite(most - least)) { // one that is no number makes both so
            throw new DataException("the " + kind.id() + " detector gives some texts no finite number;"
                    + (kind.isPretrained() ? " its model cannot be used, so give another" : " give other texts"));
        }
        if (most - least <= SAME * Math.max(1, Math.abs(most))) {
            throw new DataException("the " + kind.id() + " detector says the same of every text: it is no better than"
                    + " chance, and nothing is written; give texts whose two classes differ"
                    + (kind.isPretrained() ? ", or another model" : ""));
        }
    }

    /** A calibration would turn a detector round without a word whose label was the wrong one. */
    private void requireRightWayRound(double[] logits, boolean[] truth) {
        RocCurve curve = RocCurve.of(logits, truth);
        if (kind == DetectorKind.CLASSIFIER && curve.auroc() + SURE * curve.standardError() < 0.5) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "the classifier is surer of its machine label the more human the texts are (AUROC %.3f): give"
                            + " --set machine-label another of its labels, or turn the labels of the data round",
                    curve.auroc()));
        }
    }

    private static double loss(double[] logits, boolean[] truth) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += Logit.crossEntropy(logits[i], truth[i]);
        }
        return loss;
    }

    private static void requireBothClasses(List<LabelledText> texts) {
        long machine = texts.stream().filter(LabelledText::machineWritten).count();
        if (machine == 0 || machine == texts.size()) {
            throw new DataException("the data hold " + (texts.size() - machine) + " human and " + machine
                    + " machine-written texts; a detector is made from both, so give texts of the other kind too");
        }
    }

    private List<LabelledText> windows(Split.Part part, List<LabelledText> texts) {
        List<LabelledText> windows = split.of(texts, part).parallelStream()
                .filter(text -> !window.of(text.text()).tooShort())
                .map(text -> new LabelledText(
                        window.of(text.text()).text(),
                        text.machineWritten(),
                        text.source(),
                        text.generator(),
                        text.origin()))
                .toList();
        long machine = windows.stream().filter(LabelledText::machineWritten).count();
        if (Math.min(machine, windows.size() - machine) < MIN) {
            throw new DataException("too few texts: " + (windows.size() - machine) + " human and " + machine
                    + " machine-written ones of at least " + window.leastWords() + " words are left to "
                    + (part == Split.Part.FIT ? "fit" : "calibrate") + " on, which takes "
                    + Math.round(100 * (part == Split.Part.FIT ? split.fit() : split.calibration()))
                    + " % of the origins and needs " + MIN
                    + " of each; give more data (texts that begin alike have one origin, unless they name theirs)");
        }
        return windows;
    }
}
