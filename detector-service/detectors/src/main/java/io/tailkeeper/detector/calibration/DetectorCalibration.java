package io.tailkeeper.detector.calibration;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.measures.LogitNoise;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.measures.RocCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits and calibrates the detector of a generation on its calibration part.
 *
 * <p>Five folds; the human and the machine-written continuation of one prompt share a fold. The strength of the ridge
 * penalty is the one of least out-of-fold loss; the temperature and every quality are measured on those out-of-fold
 * logits; the published classifier is fitted on all texts. The detector is usable when the lower end of the 95 % interval of
 * its out-of-fold AUROC (Hanley and McNeil) is above chance.
 */
public final class DetectorCalibration {

    static final int FOLDS = 5;

    private static final double[] STRENGTHS = {1, 0.3, 0.1, 0.03, 0.01};

    private final String detectorId;

    /**
     * Of one detector.
     *
     * @param detectorId as runs name it
     */
    public DetectorCalibration(String detectorId) {
        this.detectorId = detectorId;
    }

    /**
     * The calibrated detector. The result depends on the encoder, the texts and their order alone.
     *
     * @param encoder that the features are from
     * @param texts the whole part, in the order of its indexes; too few of a class give the encoder's calibrated logit as it
     *     is, where it has one, and else an unusable detector
     */
    public DetectorCalibrated fit(GenerationKey generation, Encoder encoder, List<LabelledFeatures> texts) {
        return fit(generation, encoder, texts, Trial.NONE);
    }

    /**
     * The calibrated detector of a run that asks something of it.
     *
     * @param trial what is asked; the result depends on it too
     */
    public DetectorCalibrated fit(
            GenerationKey generation, Encoder encoder, List<LabelledFeatures> texts, Trial trial) {
        boolean[] labels = labels(texts);
        Fitted fitted = fitted(encoder, texts, labels, trial);
        Optional<LogitNoise> noise = trial.noise(fitted.unseen(), labels);
        double[] logits =
                noise.map(added -> Trial.noisy(fitted.unseen(), added)).orElse(fitted.unseen());
        double temperature = noise.isPresent() && trial.isFitted()
                ? TemperatureCalibration.fit(logits, labels)
                : fitted.temperature();
        RocCurve curve = RocCurve.of(logits, labels);
        boolean usable = trial.usable(encoder).orElseGet(curve::isBetterThanChance);
        return new DetectorCalibrated(
                generation.runId(),
                generation.generation(),
                detectorId,
                DetectorVersion.of(encoder.version(), fitted.classifier(), temperature, usable, noise),
                fitted.classifier().weights(),
                fitted.classifier().intercept(),
                temperature,
                FittedQuality.of(curve, logits, labels, temperature),
                usable,
                noise.orElse(null));
    }

    private static Fitted fitted(Encoder encoder, List<LabelledFeatures> texts, boolean[] labels, Trial trial) {
        Optional<DetectorCalibrated> first = trial.first();
        if (first.isPresent()) {
            LinearClassifier classifier =
                    new LinearClassifier(first.get().head(), first.get().intercept());
            return new Fitted(classifier, first.get().temperature(), logits(classifier, texts));
        }
        return trial.isFitted() && canBeFitted(texts) ? fitted(texts, labels) : unfitted(encoder, texts);
    }

    /**
     * A classifier.
     *
     * @param unseen logits of the texts by classifiers that saw neither them nor their twins
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fitted(LinearClassifier classifier, double temperature, double[] unseen) {}

    private static boolean canBeFitted(List<LabelledFeatures> texts) {
        return Math.min(machine(texts), texts.size() - machine(texts)) >= 2 * FOLDS;
    }

    private static int machine(List<LabelledFeatures> texts) {
        return (int) texts.stream().filter(LabelledFeatures::machineWritten).count();
    }

    private static Fitted fitted(List<LabelledFeatures> texts, boolean[] labels) {
        double[][] outOfFold = outOfFoldLogits(texts);
        int best = 0;
        for (int s = 1; s < STRENGTHS.length; s++) {
            best = loss(outOfFold[s], labels) < loss(outOfFold[best], labels) ? s : best;
        }
        return new Fitted(
                new LogisticRegression(texts).fit(STRENGTHS).get(best),
                TemperatureCalibration.fit(outOfFold[best], labels),
                outOfFold[best]);
    }

    private static Fitted unfitted(Encoder encoder, List<LabelledFeatures> texts) {
        double[] weights = new double[encoder.dimension()];
        encoder.calibratedLogit().ifPresent(feature -> weights[feature] = 1);
        LinearClassifier classifier = LinearClassifier.of(weights, 0);
        return new Fitted(classifier, 1, logits(classifier, texts));
    }

    private static double[] logits(LinearClassifier classifier, List<LabelledFeatures> texts) {
        return texts.stream()
                .mapToDouble(text -> classifier.logit(text.features()))
                .toArray();
    }

    /** Logits by strength and text, each text judged by a classifier that saw neither it nor its twin. */
    private static double[][] outOfFoldLogits(List<LabelledFeatures> texts) {
        int[] folds = folds(texts);
        double[][] logits = new double[STRENGTHS.length][texts.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<LabelledFeatures> others = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    others.add(texts.get(i));
                }
            }
            List<LinearClassifier> classifiers = new LogisticRegression(others).fit(STRENGTHS);
            for (int i = 0; i < folds.length; i++) {
                for (int s = 0; folds[i] == fold && s < STRENGTHS.length; s++) {
                    logits[s][i] = classifiers.get(s).logit(texts.get(i).features());
                }
            }
        }
        return logits;
    }

    /** The n-th human text and the n-th machine-written one continue the same prompt. */
    static int[] folds(List<LabelledFeatures> texts) {
        int[] folds = new int[texts.size()];
        int human = 0;
        int machine = 0;
        for (int i = 0; i < folds.length; i++) {
            folds[i] = (texts.get(i).machineWritten() ? machine++ : human++) % FOLDS;
        }
        return folds;
    }

    private static double loss(double[] logits, boolean[] labels) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += Logit.crossEntropy(logits[i], labels[i]);
        }
        return loss;
    }

    private static boolean[] labels(List<LabelledFeatures> texts) {
        boolean[] labels = new boolean[texts.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = texts.get(i).machineWritten();
        }
        return labels;
    }
}
